-- Refreshes the sessions of a file, each with the token it got last: wrk -s refresh.lua URL -- INPUT THREADS
package.path = debug.getinfo(1).source:match("@(.*/)") .. "?.lua;" .. package.path
local common = require("common")
setup, done = common.setup, common.done

function init(arguments)
  tokens = common.read(arguments[1], number, tonumber(arguments[2]))
  headers = { ["Content-Type"] = "application/json", ["X-Platform"] = "miniprogram" }
  first, last = 1, #tokens
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format("POST", nil, headers, '{"refreshToken":"' .. token .. '"}')
end

function response(status, _, body)
  if status ~= 200 then return end
  last = last + 1
  tokens[last] = body:match('"refreshToken":"([^"]+)"')
end

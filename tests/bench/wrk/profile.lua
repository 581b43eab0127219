-- GETs with the tokens of a file in turn: wrk -s profile.lua URL -- INPUT THREADS
package.path = debug.getinfo(1).source:match("@(.*/)") .. "?.lua;" .. package.path
local common = require("common")
setup, done = common.setup, common.done

function init(arguments)
  requests = {}
  for index, token in ipairs(common.read(arguments[1], number, tonumber(arguments[2]))) do
    local headers = { ["Authorization"] = "Bearer " .. token, ["X-Platform"] = "miniprogram" }
    requests[index] = wrk.format("GET", nil, headers)
  end
  place = 0
end

function request()
  place = place % #requests + 1
  return requests[place]
end

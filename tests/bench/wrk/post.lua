-- POSTs bodies of the lines of a file in turn and keeps the answers: wrk -s post.lua URL -- INPUT THREADS BEFORE AFTER OUTPUT
-- The body is BEFORE, the line, AFTER.
package.path = debug.getinfo(1).source:match("@(.*/)") .. "?.lua;" .. package.path
local common = require("common")
setup, done = common.setup, common.done

function init(arguments)
  lines = common.read(arguments[1], number, tonumber(arguments[2]))
  before, after = arguments[3], arguments[4]
  if arguments[5] then output = io.open(arguments[5] .. number, "w") end
  headers = { ["Content-Type"] = "application/json", ["X-Platform"] = "miniprogram" }
  place = 0
end

function request()
  -- From the beginning again at the end: a person may have any number of codes. A code that is shown
  -- twice is refused, and so is seen in the count.
  place = place % #lines + 1
  return wrk.format("POST", nil, headers, before .. lines[place] .. after)
end

function response(status, _, body)
  if output and status < 300 then
    output:write(body, "\n")
    output:flush()
  end
end

-- What the scripts share. Each thread takes its lines of the input file and writes what it gets into a file of its own.
local common = { threads = 0 }

function common.setup(thread)
  thread:set("number", common.threads)
  common.threads = common.threads + 1
end

function common.read(path, number, threads)
  local lines, index = {}, 0
  for line in io.lines(path) do
    if index % threads == number then lines[#lines + 1] = line end
    index = index + 1
  end
  return lines
end

-- One line of JSON about the whole run.
function common.done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p99_ms":%.3f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end

return common

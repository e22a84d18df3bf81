-- Gives each request another namespace and another label of 1 KiB, so that each stores an event of its own.
local namespaces = tonumber(os.getenv("NAMESPACES") or "500")
local token = os.getenv("TOKEN") or ""
local next = 0
local thread_count = 0
local filler = string.rep("0123456789abcdef", 63)

function setup(thread)
  thread:set("id", thread_count)
  thread_count = thread_count + 1
end

function init()
  next = id * 1000003
  wrk.headers["Content-Type"] = "application/json"
  if token ~= "" then
    wrk.headers["X-Lastbackend-Token"] = token
  end
end

function request()
  next = next + 1
  local body = string.format('{"meta":{"labels":{"value":"%016d%s"}}}', next, filler)
  return wrk.format("PUT", "/namespace/bench" .. (next % namespaces), nil, body)
end

function done(summary, latency)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  io.write(string.format("result %.1f %.2f %.2f %d\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end

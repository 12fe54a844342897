-- Debian's wrk with an appointed time for every request: wrk alone sends as soon as an answer is there (closed loop), and a slow
-- server would be asked less. Here each request has a slot on the clock; who is free before it waits, and how late the latest
-- request left is reported, so that one sees whether the rate was kept.
-- Arguments: FILE (method, path, cookie, body; tabs between) RATE (requests a second) once|again
local ffi = require("ffi")
ffi.cdef[[typedef struct { long seconds; long nanos; } load_time; int clock_gettime(int clock, load_time *time);]]
local time = ffi.new("load_time")

local function now()
  ffi.C.clock_gettime(1, time)
  return tonumber(time.seconds) * 1000 + tonumber(time.nanos) / 1e6
end

local thread
function setup(one) thread = one end

statuses, late, latest, sent = {}, 0, 0, 0
local ready, every, slot, once = {}, 0, 0, false

function init(args)
  every, once = 1000 / tonumber(args[2]), args[3] == "once"
  for line in io.lines(args[1]) do
    local method, path, cookie, body = line:match("^(.-)\t(.-)\t(.-)\t(.*)$")
    local headers = { ["Cookie"] = cookie, ["Accept"] = "text/html", ["Accept-Language"] = "th" }
    if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    ready[#ready + 1] = wrk.format(method, path, headers, body)
  end
end

function delay()
  if slot == 0 then slot = now() end
  slot = slot + every
  local wait = slot - now()
  if wait >= 0 then return wait end
  late = late + 1
  if -wait > latest then latest = -wait end
  return 0
end

function request()
  sent = sent + 1
  if once and sent >= #ready then wrk.thread:stop() end
  return ready[(sent - 1) % #ready + 1]
end

function response(status)
  local key = tostring(status)
  statuses[key] = (statuses[key] or 0) + 1
end

function done(summary, latency)
  local counted = {}
  for status, number in pairs(thread:get("statuses")) do counted[#counted + 1] = string.format('"%s":%d', status, number) end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.2f,"p50":%.2f,"p95":%.2f,"p99":%.2f,"max":%.2f,"statuses":{%s},"noAnswer":%d,"late":%d,"latestMs":%.1f}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000, table.concat(counted, ","),
    errors.connect + errors.read + errors.write + errors.timeout, thread:get("late"), thread:get("latest")))
end

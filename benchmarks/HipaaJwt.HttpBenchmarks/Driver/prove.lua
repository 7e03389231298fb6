-- Sends each line of a file once: a token, a tab and a DPoP proof. Thread N of M takes the lines N, N + M, N + 2M and so on.
-- If the lines run out, the process exits with an error, because a repeated proof would be rejected.
local threads = 0
local lines
local step
local head

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local function skip(count)
  for _ = 1, count do
    lines:read("*l")
  end
end

function init(args)
  lines = assert(io.open(args[1], "r"))
  lines:setvbuf("full", 65536)
  step = tonumber(args[2])
  head = wrk.format("GET", nil, {}):sub(1, -3)
  skip(number - 1)
end

function request()
  local line = lines:read("*l")
  if not line then
    io.stderr:write("The proofs ran out before the end of the round.\n")
    os.exit(3)
  end

  skip(step - 1)
  local tab = line:find("\t", 1, true)
  return head .. "Authorization: DPoP " .. line:sub(1, tab - 1) .. "\r\nDPoP: " .. line:sub(tab + 1) .. "\r\n\r\n"
end

-- Statements, closures, metatables, goto, integer and float arithmetic, attributes.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print("fib", fib(20))

local counters = {}
for i = 1, 3 do
  local n = 0
  counters[i] = function(step) n = n + (step or i) return n end
end
print("closures", counters[1](), counters[2](), counters[2](10), counters[3]())

local V = {}
V.__index = V
V.__add = function(a, b) return setmetatable({x = a.x + b.x}, V) end
V.__eq = function(a, b) return a.x == b.x end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end
V.__tostring = function(a) return "V(" .. a.x .. ")" end
V.__len = function(a) return a.x end
V.__call = function(self, y) return self.x * y end
V.__concat = function(a, b) return tostring(a) .. "|" .. tostring(b) end
V.__unm = function(a) return setmetatable({x = -a.x}, V) end
local a, b = setmetatable({x = 2}, V), setmetatable({x = 3}, V)
print("meta", tostring(a + b), a == b, a < b, a <= b, #b, a(21), a .. b, tostring(-a))

for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto continue end
    io.write(i, ":", j, " ")
    ::continue::
  end
end
print()

print("integers", 7 // 2, -7 // 2, 7 % -3, -7 % 3, 1 << 62, 5 & 3, 5 | 3, 5 ~ 3, ~0, 2 ^ 10, 7 / 2)
print("floats", 1e15, 0.1, 1 / 3, 1e100, -1 / 0, math.tointeger(3.0), 3 | 0, 10 // 0.3)
print("compare", 1 == 1.0, "10" + 5, "0x10" + 0, 10 .. 20, math.type(1), math.type(1.0), math.type("1"))
print("limits", math.maxinteger, math.mininteger, math.maxinteger + 1 == math.mininteger)
local i = 0
repeat local j = i i = i + 1 until j >= 4
while true do i = i + 1 if i > 20 then break end end
print("loops", i)
for k = 10, 1, -3 do io.write(k, " ") end
for k = 1.0, 2.0, 0.25 do io.write(k, " ") end
print()
do
  local log = {}
  do
    local first <close> = setmetatable({}, {__close = function() log[#log + 1] = "first" end})
    local second <close> = setmetatable({}, {__close = function() log[#log + 1] = "second" end})
    local fixed <const> = 5
    log[#log + 1] = fixed
  end
  print("close", table.unpack(log))
end
print("varargs", select("#", ...), select(-1, ...), (select(1, ...)))

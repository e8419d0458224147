-- Coroutines, errors, load, the debug library, garbage collection, weak tables.
local function producer(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end return "end" end) end
local p = producer(3)
print(p()) print(p()) print(p()) print(p())
local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) error({code = b}) end)
print(coroutine.resume(co, 1))
print(coroutine.status(co), coroutine.isyieldable())
local ok, err = coroutine.resume(co, 42)
print(ok, type(err), err.code, coroutine.status(co), coroutine.resume(co))
print(coroutine.close(coroutine.create(print)), select(2, coroutine.running()))

print(pcall(error, "message", 0), pcall(error), select(2, pcall(error, setmetatable({}, {__tostring = function() return "object" end}))) ~= nil)
print(xpcall(function() local x = nil; return x.y end, function(m) return "handled: " .. m end))
for _, code in ipairs({"return 1 +", "x = = 1", "goto nowhere", "for", "local s = 'abc", "break", "return '\\q'", "a.b:c = 1", "local x <const> = 1; x = 2"}) do
  print(load(code, "=chunk"))
end
for _, f in ipairs({
  function() return 1 + {} end, function() return #5 end, function() return {} < {} end, function() return 1 < "2" end,
  function() return ("x")() end, function() return 1 // 0 end, function() return 2 ^ 53 | 0.5 end, function() local t = {} t[nil] = 1 end,
  function() return setmetatable({}, {__index = function(_, k) error("no " .. k) end}).key end, function() string.rep("x", -1)() end,
  function() return ("x"):rep(1 << 40) end, function() for i = 1, 10, 0 do end end,
}) do
  print(pcall(f))
end
local env = {print = print}
print(load("x = 5; return x", "chunk", "t", env)(), env.x, x)
print(load(string.dump(function(a) return a * 2 end), "dumped", "b")(21), load("return ...", "c")(1, 2))
local function depth(n) return n == 0 and 0 or 1 + depth(n - 1) end
print(depth(150), (select(2, pcall(function() local function f() return f() + 1 end return f() end))):match("stack overflow") ~= nil)

local weak = setmetatable({}, {__mode = "k"})
weak[{}] = 1
local kept = {}
weak[kept] = 2
local finalized = 0
for _ = 1, 10 do setmetatable({}, {__gc = function() finalized = finalized + 1 end}) end
collectgarbage()
collectgarbage()
local left = 0
for _ in pairs(weak) do left = left + 1 end
print("gc", left, finalized, collectgarbage("count") > 0, collectgarbage("isrunning"))
collectgarbage("generational")
local s = 0
for i = 1, 20000 do local t = {i} s = s + #t end
collectgarbage("incremental")
collectgarbage("step", 100)
print(s)

local info = debug.getinfo(depth, "SlnuL")
print(info.linedefined, info.what, info.nparams, info.short_src:match("[%w_]+%.lua"))
local function locals(a, b) local c = a + b return debug.getlocal(1, 1), debug.getlocal(1, 3) end
print(locals(1, 2))
local lines = 0
debug.sethook(function() lines = lines + 1 end, "l")
local x1 = 1
local x2 = 2
debug.sethook()
print(lines > 0, debug.getupvalue(depth, 1), debug.traceback("trace", 1):match("^trace\nstack traceback:") ~= nil)
print(require("string") == string, pcall(require, "no.such.module") == false, package.loaded._G == _G)

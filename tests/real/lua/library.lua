-- The standard library: string, table, math, utf8, os, io.
print(("%5d|%-5d|%05.1f|%s|%q|%x|%c|%g|%i"):format(42, 42, 3.14159, "s", 'a "q"\n', 255, 65, 1e20, 7))
print(("hello world"):find("o w"), ("hello"):find("l+"), ("hello"):match("(h)(.)"), ("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
print(("one two  three"):gsub("%w+", string.upper), ("abc"):gsub("", "-"), ("abc"):gsub("%w", {a = "1", b = false}), ("x"):rep(3, ","))
print(("%bxy"):len(), ("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):find("%((%a+)%)"), ("hello"):byte(1, -1))
print(("abc"):reverse(), ("  trim  "):match("^%s*(.-)%s*$"), ("a,b,,c"):find(",", 1, true), ("%d"):gsub("%%d", "%%%%"))
for w, n in ("a=1 b=2"):gmatch("(%w)=(%w)") do io.write(w, n, ";") end
print(("THE"):gsub("%f[%a]%a+", string.lower))
print(string.pack("<i4", 100):byte(1, -1))
print(string.unpack("<i4", string.pack("<i4", -2)), string.pack("z", "hi"):len(), string.packsize("i4i8"))

local t = {5, 2, 8, 1}
table.sort(t)
print(table.concat(t, ","))
table.sort(t, function(x, y) return x > y end)
table.insert(t, 2, 7)
table.insert(t, 0)
print(table.concat(t, ","), table.remove(t), table.remove(t, 1), #t, table.unpack(t, 2, 3))
print(table.concat(table.move({1, 2, 3}, 1, 3, 2), ","), select("#", table.unpack({}, 1, 3)), table.pack(1, nil, 3).n)
local big = {}
for i = 1, 300 do big[i] = (i * 7919) % 1009 end
table.sort(big)
print(big[1], big[150], big[300])
local keys = {}
for k, v in pairs({x = 1, y = 2, z = 3}) do keys[#keys + 1] = k .. v end
table.sort(keys)
print(table.concat(keys, " "), next({}), rawlen({1, 2}), rawequal(t, t), rawget(t, 1))

print(math.floor(-3.5), math.ceil(-3.5), math.max(1, 5, 3), math.min(2, 0), math.abs(-4), math.fmod(7, 3), math.sqrt(16), math.ult(1, -1))
print(math.modf(3.7), math.exp(0), math.log(8, 2), math.log(100, 10), math.sin(0), math.cos(0), math.pi)
for _, c in utf8.codes("aé€") do io.write(c, " ") end
print(utf8.len("aé€"), utf8.char(233, 8364), utf8.offset("aé€", 3), utf8.codepoint("é", 1))
print(tonumber("ff", 16), tonumber("zz", 36), tonumber("1e1"), tonumber("x"), tonumber("0x.8p1"), tostring(nil), tostring(1.5))
print(os.time({year = 2020, month = 1, day = 1, hour = 12}) > 0, os.date("!%Y-%m-%d", 0), os.getenv("NO_SUCH_VARIABLE"), type(os.clock()))
local name = os.tmpname()
local f = assert(io.open(name, "w"))
f:write("line 1\n", 2, "\nline 3")
f:close()
for l in io.lines(name) do io.write("[", l, "]") end
f = io.open(name)
print(f:read("l", "n", "l", "a"), f:seek("set", 2), f:read(3), f:seek("end"), io.type(f))
f:close()
os.remove(name)
print(io.type(f), io.open("/nonexistent/file"))

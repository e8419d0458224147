-- Work for an interpreter: calls, loops over numbers, tables, strings and patterns, closures, a coroutine.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local function sieve(limit)
  local composite, count = {}, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return count
end

local function words(rounds)
  local seen, total = {}, 0
  local text = string.rep("the quick brown fox jumps over the lazy dog; ", 40)
  for i = 1, rounds do
    for word in text:gmatch("%a+") do
      seen[word] = (seen[word] or 0) + 1
    end
    total = total + #text:gsub("o", "0"):upper():reverse() + #string.format("%d %5.2f %s", i, i / 3, "x")
  end
  return total + seen.the
end

local function sorted(count)
  local list, seed = {}, 42
  for i = 1, count do
    seed = (seed * 1103515245 + 12345) % 2147483648
    list[i] = seed
  end
  table.sort(list, function(a, b) return a < b end)
  return list[1] + list[#list]
end

local function squares(count)
  local sum = 0
  local next_square = coroutine.wrap(function()
    for i = 1, count do coroutine.yield(i * i) end
  end)
  for _ = 1, count do sum = (sum + next_square()) % 1000003 end
  return sum
end

assert(fib(32) == 2178309)
assert(sieve(3000000) == 216816)
assert(words(1500) > 0)
assert(sorted(200000) > 0)
assert(squares(800000) > 0)

# 1 "tokens.c"
int a = 0x1F; // comment
char *s = "a\"b", c = '\n'; /* two
lines */ a <<= 2, a->b, a...b;
<% %> <: :> %: %:%: a##b
re\
turn "spl\
it" 1.5e+3 .5 1'000 0x1p-3 @ `

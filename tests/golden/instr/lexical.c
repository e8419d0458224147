/* The odd corners of the lexer: splices, digraphs, literals, comments. */
int g(const char *, ...);
#define TWO_LINES(a, b) \
    g(a); \
    g(b)
int f(int a) <%
    g("not a comment /* */ // \" '", '\'', '"');
    g(L"wide", u8"utf", U'x', u'y'); /* comment
    over { lines */ g("x"); // line { comment \
    that goes on {
    re\
turn_value: g("label");
    i\
f (a)
        g("split keyword");
    a = 0x1p-3 + 1.e+5 + .5;
    int x<:3:> = <%1, 2, 3%>;
    TWO_LINES("1", "2");
    TWO_LINES("3",
              "4");
    g("ünï€ödé"); int größe = x[0];
    return größe;
%>

/* Literals with what looks like comments, and comments with what looks like code. */
int h(const char *, ...);
int literals(int a)
{
    h("not a comment /* */ // \" '", '\'', '"');
    h(L"wide", u8"utf", U'x', u'y'); /* comment
    over { lines */ h("x"); // line { comment \
    that goes on {
    a = 0x1p-3 + 1.e+5 + .5;
    return a;
}

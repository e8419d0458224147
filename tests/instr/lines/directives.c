/* #line directives of every kind, among includes and conditionals: each function's line is told by __LINE__, or by its name. */
#include <stdio.h>
#define SAY(name) printf("%s %d %s\n", name, __LINE__, __FILE__)
static void line_4(void) { SAY("plain"); }
#line 100 "gram.y"
static void line_6(void) { SAY("another file"); }
#include <stddef.h>
static void line_8(void) { SAY("behind an include"); }
#if 0
#line 7 "never.y"









#endif
static void line_21(void) { SAY("behind what was left out"); }
#line 50
static void line_23(void) { SAY("same file, another line"); }
#  line   70   "other \"quoted\".y"
static void line_25(void) { SAY("quotes"); }
# 70 "other \"quoted\".y"
static void line_27(void) { SAY("the same place again"); }
#include "directives.h"
static void line_29(void) { SAY("behind a header with a directive"); }
#line 31 "directives.c"
static void line_31(void) { SAY("back"); }
#line 32 "directives.c"
static void line_33(void) { SAY("a directive that gives its own line"); }
int main(void)
{
    line_4(), line_6(), line_8(), line_21(), line_23(), line_25(), line_27(), line_29(), line_31(), line_33(), header_line_3();
    return 0;
}

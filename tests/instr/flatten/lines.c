/* What #line makes of markers. */
int line_2;
#line 5 "gram.y"
int line_4;
  #line 20
int line_6;
#if 0
#line 9 "left/out"
1
2
3
4
5
6
7
8
#endif
int line_18;
#include "sub/not_guarded.h"
int line_20;
#ifdef LEFT_OUT
#endif
#line 3
#line 7 "lines.c" /* comment */
int line_25;

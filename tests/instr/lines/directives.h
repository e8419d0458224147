static void header_line_5(void);
#line 900 "header.y"
static void header_line_3(void) { SAY("in a header"); header_line_5(); }
#line 5 "directives.h"
static void header_line_5(void) { SAY("declared before"); }

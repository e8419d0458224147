/* Declarations that run nothing are no statements. */
void declarations(void) { int a; static int b = 1; extern int c; typedef int t; (void)sizeof(t); }

int k(a, b) int a; char *b; { switch (a) { case 1 ... 3: do { a--; } while (a > b); default: ; } return *b; }
int d(int n) { switch (n % 4) { case 0: do { n++; case 3: n++; } while (n < 9); } goto *t[n]; l: __attribute__((unused)); ({ n; 1; }); }
[[nodiscard]] int c(void) { if (int x = 3; x) return x; else for (;;) if (1) while (0) ; else { } int (*p)[3] = {0}; return _Generic(p, default: 1) ? p && 1 || 0 : 2; }
#pragma omp parallel for collapse(2)
void o(void) { _Pragma("omp atomic") x++; asm goto ("" : : : : l); l: exit(1); }

int f_vendored(void) { return 0; }

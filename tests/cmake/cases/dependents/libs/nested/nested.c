int f_nested(void) { return 0; }

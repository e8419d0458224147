int f_outside(void) { return 0; }

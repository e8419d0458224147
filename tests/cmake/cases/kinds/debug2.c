int f_debug2(void) { return 0; }

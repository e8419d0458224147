int f_lib(void) { return 0; }

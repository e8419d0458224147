int f_override(void) { return 0; }

int f_user(void) { return 0; }

int cpmdep(void) { return 0; }

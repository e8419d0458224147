int f_fetched(void) { return 0; }

int f_submodule(void) { return 0; }

int f_gitdir(void) { return 0; }

int l(int x) { return x ? 2 : 3; }

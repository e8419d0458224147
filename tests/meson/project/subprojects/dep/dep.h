int dep_same(int value);

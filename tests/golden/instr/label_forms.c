/* Labels before declarations and at the end of blocks (C23), with attributes, local ones (GNU), case ranges. */
int g(int);
int forms(int a)
{
    __label__ local, never;
    [[maybe_unused]] first: [[maybe_unused]] int b = a;
second: __attribute__((unused)) int c = b;
    if (a) { __label__ inner; }
    if (a == 1) { __label__ inner; g(1); inner: }
    switch (a) {
    [[likely]] case 1 ... 3: int d = 1; g(d);
    case 'a' ... 'z': case 'A' ? 'B' : 'C': [[fallthrough]];
    default: }
    static void *table[] = {&&local, &&never};
    goto *table[a & 1];
local: never: }

/* C23: declarations behind labels, attributes, digit separators. */
int g(int);
[[gnu::noinline]] static int f([[maybe_unused]] int a)
{
    switch (a) {
    case 1:
        int b = g(1);
        g(b);
        [[fallthrough]];
    case 2:
        int c;
        c = 1;
        g(c);
    }
label:
    int d = 1'000;
    if (a) [[likely]] { g(d); }
    _Static_assert(true);
    goto end;
    goto label;
end:
}

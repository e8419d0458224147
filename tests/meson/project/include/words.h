int words_count(const char *text);
int generated(int value);
int bits(int value);
static inline int words_twice(int value)
{
    return 2 * value;
}

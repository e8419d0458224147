/* One brace begins several functions: the probe tests the name. */
#define INNER(name) int name(void) { return 1; }
#define EACH(name) INNER(name##_first) INNER(name##_second)
EACH(list)

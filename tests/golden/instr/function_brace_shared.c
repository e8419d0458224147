/* Not counted: the brace also begins something else. */
int g(int);
#define BODY { g(3); return 3; }
#define TWICE(name) int name##_one(void) BODY int name##_two(int a) { if (a) BODY return 1; }
TWICE(twice)

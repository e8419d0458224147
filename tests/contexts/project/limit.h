/* How much a stack can hold. */
#define LIMIT 4

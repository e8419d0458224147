#define ONCE 1
extern int b_value;

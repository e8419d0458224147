/* Functions by whatever declarator. */
int g(int);
struct pair { int x, y; } pair(void) { struct pair p = {1, 2}; return p; }
struct pair *pointer(struct pair *p) { return p; }
int (*chooser(int a))(int) { return a ? g : 0; }
static int (parenthesised)(int a) { return a; }
enum colour { RED, GREEN } colour(void) { return RED; }
int table[] = {1, 2, 3}, (*functions[])(int) = {g, g};

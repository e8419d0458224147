/* Not counted: the brace is pasted. */
#define PASTED(name, x) int name(int a) x ## { return 1; }
PASTED(pasted, )

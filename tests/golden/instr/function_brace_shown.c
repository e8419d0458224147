/* Not counted: the brace can be seen in a string. */
#define SHOWN(name, body) int name(void) body const char name##_text[] = #body;
SHOWN(shown, { return 1; })
#define SHOW_OUTER(name) SHOWN(name, { return 2; })
SHOW_OUTER(shown_outer)

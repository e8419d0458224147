#if !defined UNENDED
# define UNENDED
int unended;
#endif
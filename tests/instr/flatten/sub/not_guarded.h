#if !defined(NOT_GUARDED_H)
#define NOT_GUARDED_H
int once_only;
#endif
extern int behind_the_guard;

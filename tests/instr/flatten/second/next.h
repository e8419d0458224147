#ifndef NEXT
#define NEXT
int second;
#endif

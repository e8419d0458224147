/* lines
 end otherwise */
#ifndef CRLF
#define CRLF 1 + \
 2
#include "sub/empty.h"
int crlf;
#endif

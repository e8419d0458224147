/* Makes the use of error-prone functions a compile error. Include last. */
#ifndef COVER_BASE_BANNED_H
#define COVER_BASE_BANNED_H

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok

#endif

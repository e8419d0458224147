/* Functions whose use is a mistake waiting to happen do not compile. Include last. */
#ifndef COVER_BASE_BANNED_H
#define COVER_BASE_BANNED_H

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok

#endif

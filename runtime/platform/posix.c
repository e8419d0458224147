/* What POSIX systems and their libcs offer under different names: the environment of privileged programs, fork handlers
 * that end with the image, and the functions of libpthread that a program may lack. */
#include "runtime/port.h"

#include <stdlib.h>

const char *__cover_port_getenv(const char *name)
{
#if defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__)
    return issetugid() ? NULL : getenv(name);
#else
    return secure_getenv(name);
#endif
}

#if defined(__GLIBC__)
/* pthread_atfork is built on this function. It is defined beside fork, hence present wherever fork is (in static links
 * too), and needs no libpthread in glibc before 2.34. */
PORT_C int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *dso) PORT_WEAK;
PORT_C void *__dso_handle PORT_WEAK PORT_HIDDEN; /* in crtbegin.o, which some links lack */

void __cover_port_atfork(void (*child)(void))
{
    if (__register_atfork)
        __register_atfork(NULL, NULL, child, &__dso_handle);
}
#else
void __cover_port_atfork(void (*child)(void))
{
    pthread_atfork(NULL, NULL, child);
}
#endif

int __cover_port_key_create(pthread_key_t *key, void (*end)(void *))
{
    return PORT_HAS_KEYS ? pthread_key_create(key, end) : -1;
}

/* Weak because a static program without threads lacks it, and then needs none. */
PORT_C int pthread_setcancelstate(int state, int *old) PORT_WEAK;

int __cover_port_cancel_state(int state)
{
    int old = state;
    if (pthread_setcancelstate)
        pthread_setcancelstate(state, &old);
    return old;
}

/* Makes the linker take api.c from the archive: programs refer to the functions of cover/coverage.h weakly. */
#ifndef COVER_RUNTIME_API_H
#define COVER_RUNTIME_API_H

#include "runtime/port.h"

PORT_C const int __cover_api PORT_HIDDEN;

#endif

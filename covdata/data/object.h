/* The meta-data that covercc put into an ELF file: an object, an executable or a shared object (format/image.h).
 * The file need not be linked, and need not have run. */
#ifndef COVER_COVDATA_OBJECT_H
#define COVER_COVDATA_OBJECT_H

#include "covdata/data/mapped.h"
#include "format/meta_file.h"

/* What the file's sections hold. */
struct object {
    struct meta_blob meta;     /* all symbols, one behind the other; no data: there is none */
    uint8_t mode, granularity; /* of the first record; 0: there is none */
};

/* NULL, or what is wrong with the file, a constant text. A file that is no ELF file, or has no meta-data, is not wrong:
 * then object->meta.data is NULL. */
const char *object_read(struct object *object, const struct mapped *file);

/* Takes the first symbol off the front of *meta; false: nothing whole is left. */
bool object_symbol_next(struct meta_blob *meta, struct meta_blob *symbol);

#endif

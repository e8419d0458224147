/* A small model, made in process, for the unit tests of covdata's rooms:
 *
 *   main (a.c)    units 1-2 (2 statements, ran), 3-3 (1 statement, did not run)
 *   help (b/b.c)  unit 7-8 (1 statement, ran)
 */
#ifndef COVER_TESTS_UNIT_COVDATA_ROOMS_H
#define COVER_TESTS_UNIT_COVDATA_ROOMS_H

#include <string.h>

#include "covdata/model/model.h"
#include "format/meta.h"

static inline struct bytes rooms_bytes(const char *text)
{
    return (struct bytes){text, strlen(text)};
}

static inline struct model_unit *rooms_func_of(struct model *model, const char *path, const char *name,
                                               const char *file, size_t count)
{
    struct pod_package package = {
        .path = rooms_bytes(path), .module = rooms_bytes("mod"), .disposition = DISPOSITION_CONTAINED};
    struct pod_func func = {.name = rooms_bytes(name), .file = rooms_bytes(file)};
    return model_func_load(model, &package, &func, count)->units;
}

static inline struct model_unit *rooms_func(struct model *model, const char *name, const char *file, size_t count)
{
    return rooms_func_of(model, "mod/app", name, file, count);
}

static inline void rooms_model(struct model *model)
{
    *model = (struct model){0};
    struct model_unit *units = rooms_func(model, "main", "a.c", 2);
    units[0] =
        (struct model_unit){{.start_line = 1, .start_col = 1, .end_line = 2, .end_col = 9, .statements = 2}, 1, NULL};
    units[1] =
        (struct model_unit){{.start_line = 3, .start_col = 1, .end_line = 3, .end_col = 9, .statements = 1}, 0, NULL};
    units = rooms_func(model, "help", "b/b.c", 1);
    units[0] =
        (struct model_unit){{.start_line = 7, .start_col = 1, .end_line = 8, .end_col = 9, .statements = 1}, 1, NULL};
    model_sort(model);
}

#endif

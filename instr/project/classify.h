/* Whose code is it? Every rule about contained, dependent and system code stands here; docs/guide/cmake.md has them for
 * users.
 *
 * A module is a project with a name and a source root: the top-level project's code is contained, that of any other
 * module is dependent. */
#ifndef COVER_INSTR_PROJECT_CLASSIFY_H
#define COVER_INSTR_PROJECT_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "base/memory.h"
#include "instr/project/facts.h"

struct module {
    const char *name;    /* no other module has it */
    const char *root;    /* real path */
    const char *logical; /* the same folder, named as the build names its sources */
    void *first_package; /* for the planner */
};

struct class
{
    enum disposition disposition;
    struct module *module;
    bool overridden; /* the user said so */
};

struct classifier {
    struct arena arena;
    const struct facts *facts;
    struct module *top, **modules;
    size_t module_count, module_cap;
    const char **submodules; /* real paths of git's submodules */
    size_t submodule_count, submodule_cap;
    const char *fetched_base; /* real path, or NULL */
    struct map real_paths, classes, directories;
};

/* Whether projects keep other people's code in folders of this name. */
bool classify_is_vendor_name(const char *name, size_t len);
/* Whether a folder on the way to the last slash of the path is one of those. */
bool classify_is_vendored_path(const char *path);

/* `facts` must outlive the classifier. */
void classify_start(struct classifier *classifier, const struct facts *facts);
void classify_free(struct classifier *classifier);
struct class classify_target(struct classifier *classifier, const struct fact_target *target);
/* The class of a folder's files. */
struct class classify_folder(struct classifier *classifier, const char *folder);
/* The module root, other than the top-level project's, that holds the folder (a real path); NULL: none known so far. */
struct module *classify_known_module(const struct classifier *classifier, const char *real);
/* Whether the real path is below the folder of fetched dependencies. */
bool classify_is_fetched(const struct classifier *classifier, const char *real);
/* The path with symbolic links resolved, or itself if there is no such file. */
const char *classify_real_path(struct classifier *classifier, const char *path);
/* A path below the top-level root, named as the build names it. */
const char *classify_logical_path(struct classifier *classifier, const char *real);
/* Calls `visit` for each folder that stands in a vendor-named folder in `folder`, sorted by name. */
void classify_vendored_children(struct classifier *classifier, const char *folder,
                                void (*visit)(void *context, const char *child), void *context);

#endif

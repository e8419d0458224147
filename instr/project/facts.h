/* The facts of a build, as a build mode states them for `covercc plan` (docs/reference/manifest.md): targets, their sources,
 * links and folders, and what the user asked for. Facts only: whose code a folder holds is decided in classify.h and
 * plan.h. */
#ifndef COVER_INSTR_PROJECT_FACTS_H
#define COVER_INSTR_PROJECT_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "format/meta.h"

enum target_type {
    TARGET_OTHER,
    TARGET_EXECUTABLE,
    TARGET_STATIC,
    TARGET_SHARED,
    TARGET_MODULE,
    TARGET_OBJECT,
    TARGET_INTERFACE, /* compiles nothing itself */
    TARGET_IMPORTED,  /* built elsewhere */
};

/* Languages of sources that the rules distinguish. */
enum fact_language { LANGUAGE_UNKNOWN, LANGUAGE_C, LANGUAGE_CXX, LANGUAGE_HEADER, LANGUAGE_OTHER };

enum fact_kind {
    FACT_OBJECTS,  /* a folder of the target's objects */
    FACT_SOURCE,   /* a source or header of the target */
    FACT_OFFERS,   /* an include directory for those who link the target */
    FACT_INCLUDES, /* an include directory of the target */
};

struct fact {
    enum fact_kind kind;
    enum fact_language language; /* FACT_SOURCE */
    bool later; /* only the build system can tell the path: `text` is a manifest line for it to complete */
    const char *text;
};

struct fact_target {
    const char *name;
    enum target_type type;
    const char *folder, *binary;        /* where it is defined; where that folder is built */
    const char *project, *project_root; /* the (sub)project it is part of, where the build system knows; or NULL */
    const char *root;                   /* TARGET_IMPORTED: the module's root as written in the manifest, or NULL */
    enum disposition disposition;       /* as the user says, or DISPOSITION_UNSAID */
    bool passes_sources;                /* those who link it compile sources of it */
    bool installed;                     /* it is installed, where the build system says so */
    const char **links;                 /* names of targets that it links */
    size_t link_count, link_cap;
    struct fact *facts;
    size_t count, cap;
};

/* A folder that the build system has read, and the one that led to it. */
struct fact_directory {
    const char *path, *parent, *binary; /* parent: NULL at the top */
    bool is_system;
};

/* What the user chose: `name` is the option's, as messages should say it. */
struct fact_choice {
    const char *name, *list;
};

struct fact_pair {
    const char *name, *path;
};

struct facts {
    struct arena arena; /* owns every string */
    const char *project, *root;
    const char *build;          /* the build tree; generated files are below */
    const char *covercc;        /* the tool that will compile; its content counts for the stamp. Or NULL */
    const char *fetched_base;   /* the folder that fetched dependencies are below, or NULL */
    const char *header_objects; /* the folder for objects of headers that nothing includes, or NULL: none are made */
    bool search_vendored;       /* vendored folders beside the build's own folders become packages too */
    const char **head;          /* lines for the head of the manifest, in order */
    size_t head_count, head_cap;
    const char **unowned; /* folders whose headers are no package's */
    size_t unowned_count, unowned_cap;
    struct fact_pair *fetched; /* dependencies whose source folder the build system knows */
    size_t fetched_count, fetched_cap;
    struct fact_choice *selections; /* the first is the build's (none: nothing is selected); the others are answered */
    size_t selection_count, selection_cap;
    struct fact_choice override; /* name is NULL: none */
    struct fact_directory *directories;
    size_t directory_count, directory_cap;
    struct fact_target *targets; /* libraries before programs, imported ones last */
    size_t target_count, target_cap;
};

/* Parses text[0..len), which is named `file` in messages. 0, or -1 after having reported; facts_free in either case. */
int facts_parse(struct facts *facts, const char *file, const char *text, size_t len)
    __attribute__((warn_unused_result));
void facts_free(struct facts *facts);

#endif

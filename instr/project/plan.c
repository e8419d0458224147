/* In: the facts of a build. Out: its plan.
 *
 * A target is a package, <module>/<target>. Its sources, headers and include directories belong to it, unless they
 * stand in another module: then to the first package of that module, or, if no target of it is built, to a package
 * named like the module. Since the rules ask who has a package, all targets get one before their files are looked at. A
 * directory belongs to whoever claims it first: targets that offer it, then those whose sources stand there, then those
 * that include from it. */
#include "instr/project/plan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/report.h"
#include "instr/project/selection.h"
#include "instr/project/test_code.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum claim_kind { CLAIM_SOURCE, CLAIM_INCLUDE };

static void plan_list_add(struct plan_list *list, const char *item)
{
    list->items = array_grow(list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = item;
}

static struct plan_package *plan_package(struct plan *plan, const char *path, struct class class)
{
    void **known = map_at(&plan->by_path, path, strlen(path));
    if (*known)
        return *known;
    struct plan_package *package = arena_alloc(&plan->arena, sizeof *package);
    *package = (struct plan_package){.path = path, .class = class, .lines = STR_INIT};
    plan->packages = array_grow(plan->packages, plan->package_count, &plan->package_cap, sizeof *plan->packages);
    plan->packages[plan->package_count++] = *known = package;
    if (class.module->first_package == NULL)
        class.module->first_package = package;
    return package;
}

/* The package of a module's loose files. */
static struct plan_package *plan_module_package(struct plan *plan, struct class class)
{
    return class.module->first_package ? class.module->first_package : plan_package(plan, class.module->name, class);
}

/* A target's package. Of two targets with one name in a module the second is named after its folder, too. */
static struct plan_package *plan_target_package(struct plan *plan, const struct fact_target *target)
{
    struct class class = classify_target(&plan->classifier, target);
    const char *path = arena_printf(&plan->arena, "%s/%s", class.module->name, target->name);
    if (map_get(&plan->by_path, path, strlen(path))) {
        const char *real = classify_real_path(&plan->classifier, target->folder);
        const char *below = path_rest(real, class.module->root);
        path = arena_printf(&plan->arena, "%s/%s/%s", class.module->name, below ? below : ".", target->name);
    }
    return plan_package(plan, path, class);
}

/* Whether the real path is generated: below the build tree, and not in sources that stand below the build tree. */
static bool plan_is_generated(struct plan *plan, const char *real)
{
    const char *build = classify_real_path(&plan->classifier, plan->facts->build);
    const char *root = plan->classifier.top->root;
    return path_is_below(real, build) && !(path_is_below(root, build) && path_is_below(real, root));
}

/* The package that a folder of a package of that class belongs to: `own`, another, or NULL: none. */
static struct plan_package *plan_find_owner(struct plan *plan, struct plan_package *own, const char *folder,
                                            enum claim_kind kind)
{
    const char *real = classify_real_path(&plan->classifier, folder);
    bool fetched = classify_is_fetched(&plan->classifier, real);
    bool inside = path_is_below(real, own->class.module->root);
    if ((plan_is_generated(plan, real) && !fetched) ||
        (inside && (own->class.overridden || own->class.disposition != DISPOSITION_CONTAINED)))
        return own;
    if (kind == CLAIM_INCLUDE && !inside && !fetched && classify_known_module(&plan->classifier, real) == NULL &&
        !path_is_below(real, plan->classifier.top->root))
        return NULL;
    struct class class = classify_folder(&plan->classifier, folder);
    if (class.module == own->class.module || class.disposition == DISPOSITION_CONTAINED)
        return own;
    return plan_module_package(plan, class);
}

/* The same for all packages of one class, and kept: every file in the folder asks. */
static struct plan_package *plan_owner(struct plan *plan, struct plan_package *own, const char *folder,
                                       enum claim_kind kind)
{
    const char *key = arena_printf(&plan->arena, "%p %d%d%d %s", (void *)own->class.module, own->class.disposition,
                                   own->class.overridden, kind, folder);
    struct plan_package *owner = map_get(&plan->owners, key, strlen(key));
    if (owner == NULL) {
        owner = plan_find_owner(plan, own, folder, kind);
        owner = owner == own ? &plan->same : owner ? owner : &plan->none;
        *map_at(&plan->owners, key, strlen(key)) = owner;
    }
    return owner == &plan->same ? own : owner == &plan->none ? NULL : owner;
}

/* Whether the compiler searches the directory by itself. */
static bool plan_is_unowned(const struct plan *plan, const char *path)
{
    static const char *const builtin[] = {"/usr/include", "/usr/local/include"};
    for (size_t i = 0; i < LENGTH(builtin); i++) {
        if (strcmp(builtin[i], path) == 0)
            return true;
    }
    for (size_t i = 0; i < plan->facts->unowned_count; i++) {
        if (strcmp(plan->facts->unowned[i], path) == 0)
            return true;
    }
    return false;
}

/* The claim on a directory; `*place` is NULL: none yet. NULL: it can't be claimed. */
static void **plan_claim_place(struct plan *plan, const char **directory)
{
    if (**directory != '/')
        return NULL;
    *directory = path_absolute(&plan->arena, "/", *directory);
    void **place = map_at(&plan->claims, *directory, strlen(*directory));
    return *place || plan_is_unowned(plan, *directory) ? NULL : place;
}

static void plan_claim(struct plan *plan, struct plan_package *owner, const char *directory)
{
    void **place = plan_claim_place(plan, &directory);
    if (owner && place) {
        *place = owner;
        str_addf(&owner->lines, "dir %s\n", directory);
    }
}

/* Gives a folder below the root of a dependent module to a package of that module. */
static void plan_claim_module(void *context, const char *folder)
{
    struct plan *plan = context;
    struct class class = classify_folder(&plan->classifier, classify_real_path(&plan->classifier, folder));
    if (class.disposition != DISPOSITION_DEPENDENT)
        return;
    struct plan_package *package = plan_module_package(plan, class);
    const char *root = path_absolute(&plan->arena, "/", class.module->logical);
    if (map_get(&plan->claims, root, strlen(root)) == NULL)
        plan_claim(plan, plan_owner(plan, package, root, CLAIM_SOURCE), root);
}

/* A vendored header is included by its path from the directory above the vendored folder as often as from an include
 * directory of its own: each folder that is vendored in `directory` becomes a package, so that the directory's owner
 * does not get it. */
static void plan_claim_vendored(struct plan *plan, const char *directory)
{
    struct stat st;
    if (*directory != '/' || !plan->facts->search_vendored)
        return;
    void **searched = map_at(&plan->searched, directory, strlen(directory));
    if (*searched)
        return;
    *searched = plan;
    if (stat(directory, &st) == 0 && S_ISDIR(st.st_mode))
        classify_vendored_children(&plan->classifier, directory, plan_claim_module, plan);
}

/* Claims a directory as a target names it, and the vendored folders in it. */
static void plan_claim_named(struct plan *plan, struct plan_package *package, const char *directory,
                             enum claim_kind kind)
{
    const char *path = directory;
    if (plan_claim_place(plan, &path))
        plan_claim(plan, plan_owner(plan, package, path, kind), path);
    plan_claim_vendored(plan, directory);
}

static enum fact_language plan_language(const char *path, enum fact_language known)
{
    static const struct {
        const char *extension;
        enum fact_language language;
    } extensions[] = {{".c", LANGUAGE_C},     {".i", LANGUAGE_C},     {".cc", LANGUAGE_CXX}, {".cpp", LANGUAGE_CXX},
                      {".cxx", LANGUAGE_CXX}, {".c++", LANGUAGE_CXX}, {".C", LANGUAGE_CXX},  {".CPP", LANGUAGE_CXX},
                      {".ixx", LANGUAGE_CXX}, {".cppm", LANGUAGE_CXX}};
    static const char *const headers[] = {".h", ".hh", ".hpp", ".hxx", ".inc", ".inl"};
    for (size_t i = 0; known != LANGUAGE_OTHER && i < LENGTH(headers); i++) {
        if (text_ends(path, headers[i]))
            return LANGUAGE_HEADER;
    }
    for (size_t i = 0; known == LANGUAGE_UNKNOWN && i < LENGTH(extensions); i++) {
        if (text_ends(path, extensions[i].extension))
            return extensions[i].language;
    }
    return known;
}

static void plan_add_c(struct plan *plan, struct plan_target *target, struct plan_package *owner, const char *path)
{
    str_addf(&owner->lines, "source %s\n", path);
    target->has_c = true;
    if (owner == target->package)
        return;
    target->owners = array_grow(target->owners, target->owner_count, &target->owner_cap, sizeof *target->owners);
    target->owners[target->owner_count++] = owner;
    str_addf(&plan->foreign, "%s %s\n", owner->path, path);
}

static void plan_add_header(struct plan *plan, struct plan_target *target, struct plan_package *owner, const char *path)
{
    void **claimed = map_at(&plan->headers, path, strlen(path));
    if (*claimed)
        return;
    *claimed = owner;
    if (owner == target->package && text_ends(path, ".h"))
        plan_list_add(&target->headers, path);
    str_addf(&plan->foreign, "%s %s\n", owner->path, path);
    str_addf(&owner->lines, "header %s\n", path);
}

static void plan_add_cxx(struct plan *plan, const char *path)
{
    void **known = map_at(&plan->cxx_sources, path, strlen(path));
    plan->cxx_count += *known == NULL;
    *known = plan;
}

static void plan_add_source(struct plan *plan, struct plan_target *target, const struct fact *fact)
{
    enum fact_language language = plan_language(fact->text, fact->language);
    if (language == LANGUAGE_UNKNOWN)
        return;
    size_t len = (size_t)(strrchr(fact->text, '/') - fact->text);
    const char *folder = arena_copy(&plan->arena, len ? fact->text : "/", len ? len : 1);
    void **first = map_at(&plan->folder_packages, folder, strlen(folder));
    if (*first == NULL) {
        *first = target->package;
        plan_list_add(&plan->folders, folder);
    }
    struct plan_package *owner = plan_owner(plan, target->package, folder, CLAIM_SOURCE);
    if (language == LANGUAGE_C)
        plan_add_c(plan, target, owner, fact->text);
    else if (language == LANGUAGE_HEADER)
        plan_add_header(plan, target, owner, fact->text);
    else if (language == LANGUAGE_CXX)
        plan_add_cxx(plan, fact->text);
}

/* Which targets are test code. */
static void plan_find_tests(struct plan *plan)
{
    size_t count = plan->facts->target_count;
    bool *is_test = xcalloc(count + 1, sizeof *is_test);
    struct class *classes = xcalloc(count + 1, sizeof *classes);
    for (size_t i = 0; i < count; i++) {
        if (plan->targets[i].package)
            classes[i] = plan->targets[i].package->class;
    }
    test_code_find(&plan->classifier, plan->facts, classes, is_test);
    for (size_t i = 0; i < count; i++)
        plan->targets[i].is_test = is_test[i];
    free(classes);
    free(is_test);
}

static void plan_add_targets(struct plan *plan)
{
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        const struct fact_target *target = &plan->facts->targets[i];
        if (target->type == TARGET_IMPORTED)
            continue;
        struct plan_package *package = plan->targets[i].package = plan_target_package(plan, target);
        for (size_t k = 0; k < target->count; k++) {
            if (target->facts[k].kind == FACT_OBJECTS)
                str_addf(&package->lines, "objects %s\n", target->facts[k].text);
        }
    }
}

static void plan_add_files(struct plan *plan)
{
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        const struct fact_target *target = &plan->facts->targets[i];
        for (size_t k = 0; target->type != TARGET_IMPORTED && k < target->count; k++) {
            if (target->facts[k].kind != FACT_SOURCE)
                continue;
            if (target->facts[k].later) {
                str_adds(&plan->targets[i].package->lines, target->facts[k].text);
                plan->targets[i].has_c = true;
            } else {
                plan_add_source(plan, &plan->targets[i], &target->facts[k]);
            }
        }
    }
}

/* The package of the project's headers that only tests include, as those of a header-only library that is no target. */
static struct plan_package *plan_library_package(struct plan *plan, const struct class *class)
{
    return plan_package(plan, class->module->name, (struct class){DISPOSITION_CONTAINED, class->module, false});
}

/* Who claims an include directory of a target: a test's belongs to the library under test, unless tests stand there. */
static struct plan_package *plan_claimant(struct plan *plan, size_t index, const char *directory)
{
    struct plan_package *own = plan->targets[index].package;
    const struct module *module = own->class.module;
    const char *real = classify_real_path(&plan->classifier, directory);
    const char *folder = classify_real_path(&plan->classifier, plan->facts->targets[index].folder);
    if (!plan->targets[index].is_test || own->class.disposition != DISPOSITION_CONTAINED ||
        !path_is_below(real, module->root) || plan_is_generated(plan, real) || strcmp(real, folder) == 0 ||
        map_get(&plan->claims, directory, strlen(directory)) || test_code_is_folder(&plan->classifier, module, real) ||
        classify_folder(&plan->classifier, real).module != module)
        return own;
    return plan_library_package(plan, &own->class);
}

/* Claims what the facts of one kind name, for all targets that are test code, or all that are not. */
static void plan_claim_facts(struct plan *plan, enum fact_kind kind, bool tests)
{
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        const struct fact_target *target = &plan->facts->targets[i];
        for (size_t k = 0; target->type != TARGET_IMPORTED && plan->targets[i].is_test == tests && k < target->count;
             k++) {
            const struct fact *fact = &target->facts[k];
            if (fact->kind == kind && fact->later)
                str_adds(&plan->targets[i].package->lines, fact->text);
            else if (fact->kind == kind)
                plan_claim_named(plan, plan_claimant(plan, i, fact->text), fact->text, CLAIM_INCLUDE);
        }
    }
}

static void plan_claim_folders(struct plan *plan)
{
    for (size_t i = 0; i < plan->folders.count; i++) {
        const char *folder = plan->folders.items[i];
        plan_claim_named(plan, map_get(&plan->folder_packages, folder, strlen(folder)), folder, CLAIM_SOURCE);
    }
}

/* The roots of the modules that are known by now, and of git's submodules. */
static void plan_claim_modules(struct plan *plan)
{
    size_t count = plan->classifier.module_count;
    for (size_t i = 0; i < count + plan->classifier.submodule_count; i++) {
        struct stat st;
        const char *root = i < count ? plan->classifier.modules[i]->root : plan->classifier.submodules[i - count];
        if (stat(root, &st) == 0 && S_ISDIR(st.st_mode))
            plan_claim_module(plan, root);
    }
}

static void plan_claim_all(struct plan *plan)
{
    plan_claim_vendored(plan, plan->facts->root);
    for (size_t i = 0; i < plan->facts->directory_count; i++)
        plan_claim_vendored(plan, plan->facts->directories[i].path);
    plan_claim_facts(plan, FACT_OFFERS, false);
    plan_claim_facts(plan, FACT_OFFERS, true);
    plan_claim_folders(plan);
    plan_claim_facts(plan, FACT_INCLUDES, false);
    plan_claim_facts(plan, FACT_INCLUDES, true);
    if (plan->facts->search_vendored)
        plan_claim_modules(plan);
}

/* The package of an imported target's headers: A::B is the package A/B of the module A. */
static struct plan_package *plan_imported_package(struct plan *plan, const struct fact_target *target)
{
    struct str path = STR_INIT;
    for (const char *p = target->name; *p; p++) {
        bool colons = p[0] == ':' && p[1] == ':';
        str_addc(&path, colons ? '/' : *p);
        p += colons;
    }
    const char *copy = arena_copy(&plan->arena, path.data, path.len);
    str_free(&path);
    struct module *module = arena_alloc(&plan->arena, sizeof *module);
    *module = (struct module){.name = arena_copy(&plan->arena, copy, strcspn(copy, "/")),
                              .root = target->root,
                              .logical = classify_logical_path(&plan->classifier, target->root)};
    return plan_package(plan, copy, (struct class){DISPOSITION_SYSTEM, module, false});
}

static void plan_add_imported(struct plan *plan)
{
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        const struct fact_target *target = &plan->facts->targets[i];
        if (target->type != TARGET_IMPORTED || target->root == NULL)
            continue;
        struct plan_package *package = plan->targets[i].package = plan_imported_package(plan, target);
        for (size_t k = 0; k < target->count; k++) {
            if (target->facts[k].later)
                str_adds(&package->lines, target->facts[k].text);
            else
                plan_claim(plan, package, target->facts[k].text);
        }
    }
}

/* Sets the disposition of packages that only test targets are of. Where no contained package would be left, the tests
 * are all that there is of the project, and stay it. */
static void plan_set_tests(struct plan *plan)
{
    bool any_left = false;
    for (size_t i = 0; i < plan->package_count; i++)
        plan->packages[i]->is_test = false;
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        if (plan->targets[i].package && plan->targets[i].is_test)
            plan->targets[i].package->is_test = true;
    }
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        if (plan->targets[i].package && !plan->targets[i].is_test)
            plan->targets[i].package->is_test = false;
    }
    for (size_t i = 0; i < plan->package_count; i++)
        any_left |= plan->packages[i]->class.disposition == DISPOSITION_CONTAINED && !plan->packages[i]->is_test;
    for (size_t i = 0; any_left && i < plan->package_count; i++) {
        if (plan->packages[i]->is_test)
            plan->packages[i]->class.disposition = DISPOSITION_TEST;
    }
}

/* What the user says of dispositions and selections. */
static int plan_choose(struct plan *plan)
{
    const struct facts *facts = plan->facts;
    struct candidate *candidates = xcalloc(plan->package_count + 1, sizeof *candidates);
    for (size_t i = 0; i < plan->package_count; i++)
        candidates[i] = (struct candidate){plan->packages[i]->path, plan->packages[i]->class.disposition, false};
    int result = 0;
    if (facts->override.name)
        result = selection_override(facts->override.name, facts->override.list, candidates, plan->package_count);
    for (size_t s = 0; result == 0 && plan->package_count && s < facts->selection_count; s++) {
        const struct fact_choice *choice = &facts->selections[s];
        result = selection_apply(choice->name, choice->list, candidates, plan->package_count);
        for (size_t i = 0; result == 0 && i < plan->package_count; i++) {
            if (candidates[i].selected)
                plan_list_add(&plan->selections[s], candidates[i].path);
            if (s == 0)
                plan->packages[i]->selected = candidates[i].selected;
        }
    }
    for (size_t i = 0; i < plan->package_count; i++)
        plan->packages[i]->class.disposition = candidates[i].disposition;
    free(candidates);
    return result;
}

/* Whether the package is of the project that is built. */
static bool plan_is_own(const struct plan_package *package)
{
    return package->class.disposition == DISPOSITION_CONTAINED || package->class.disposition == DISPOSITION_TEST;
}

/* Whether the headers of selected packages can be in any target: contained targets include everybody's headers, those
 * of dependencies include dependencies'. */
static bool plan_any_participates(const struct plan *plan)
{
    bool all = true, any = false;
    for (size_t i = 0; i < plan->package_count; i++) {
        const struct plan_package *package = plan->packages[i];
        all = all && package->selected;
        any = any || (package->selected && !plan_is_own(package));
    }
    return all || any;
}

/* Whether the target's package, or that of one of its C sources, is selected. */
static bool plan_owns_selected(const struct plan_target *target)
{
    bool selected = target->package->selected;
    for (size_t i = 0; i < target->owner_count; i++)
        selected |= target->owners[i]->selected;
    return selected;
}

/* All targets that can hold code of a selected package: their own, that of a source of another package, or, in headers,
 * that of others. Sources that one target passes on may be compiled by any. */
static void plan_instrument(struct plan *plan)
{
    bool any = plan_any_participates(plan), passed_on = false;
    for (size_t i = 0; i < plan->facts->target_count; i++)
        passed_on |= plan->facts->targets[i].passes_sources;
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        enum target_type type = plan->facts->targets[i].type;
        struct plan_target *target = &plan->targets[i];
        if (type == TARGET_INTERFACE || type == TARGET_IMPORTED || !(target->has_c || passed_on))
            continue;
        target->instrumented = any || plan_is_own(target->package) || plan_owns_selected(target);
    }
}

/* The directories that an interface library offers, and its package owns. The module's root is left out: all of the
 * module is there. */
static void plan_find_offered(struct plan *plan, const struct fact_target *fact, struct plan_target *target)
{
    for (size_t k = 0; fact->type == TARGET_INTERFACE && k < fact->count; k++) {
        const char *path = fact->facts[k].text;
        if (fact->facts[k].kind == FACT_OFFERS && !fact->facts[k].later &&
            map_get(&plan->claims, path, strlen(path)) == target->package &&
            strcmp(path, target->package->class.module->root) != 0)
            plan_list_add(&target->offered, path);
    }
}

/* Headers that no source may include, of selected packages: where they are to be compiled. */
static void plan_add_lone_headers(struct plan *plan)
{
    for (size_t i = 0; plan->facts->header_objects && i < plan->facts->target_count; i++) {
        const struct fact_target *fact = &plan->facts->targets[i];
        struct plan_target *target = &plan->targets[i];
        if (fact->type == TARGET_IMPORTED || !target->package->selected)
            continue;
        plan_find_offered(plan, fact, target);
        target->makes_headers =
            (target->has_c || fact->type == TARGET_INTERFACE) && (target->headers.count || target->offered.count);
        if (target->makes_headers)
            str_addf(&target->package->lines, "objects %s/%s\n", plan->facts->header_objects, fact->name);
    }
}

int plan_make(struct plan *plan, const struct facts *facts)
{
    *plan = (struct plan){.facts = facts, .foreign = STR_INIT};
    plan->targets = xcalloc(facts->target_count + 1, sizeof *plan->targets);
    plan->selections = xcalloc(facts->selection_count + 1, sizeof *plan->selections);
    classify_start(&plan->classifier, facts);
    plan_add_targets(plan);
    plan_find_tests(plan);
    plan_add_files(plan);
    plan_claim_all(plan);
    plan_add_imported(plan);
    plan_set_tests(plan);
    if (plan_choose(plan) != 0)
        return -1;
    plan_instrument(plan);
    plan_add_lone_headers(plan);
    return 0;
}

void plan_free(struct plan *plan)
{
    struct map *const maps[] = {&plan->by_path,         &plan->claims,   &plan->headers,    &plan->owners,
                                &plan->folder_packages, &plan->searched, &plan->cxx_sources};
    for (size_t i = 0; i < LENGTH(maps); i++)
        map_free(maps[i]);
    for (size_t i = 0; i < plan->package_count; i++)
        str_free(&plan->packages[i]->lines);
    for (size_t i = 0; i < plan->facts->target_count; i++) {
        free(plan->targets[i].headers.items);
        free(plan->targets[i].offered.items);
        free(plan->targets[i].owners);
    }
    for (size_t i = 0; i < plan->facts->selection_count; i++)
        free(plan->selections[i].items);
    free(plan->selections);
    free(plan->folders.items);
    free(plan->targets);
    free(plan->packages);
    str_free(&plan->foreign);
    classify_free(&plan->classifier);
    arena_free(&plan->arena);
}

/* In: the targets of a build, their links, and their classes. Out: which of them are test code.
 *
 * No build system says which programs exist to test others: a test may run any program, also one that users run. So a
 * program is test code only if its project says so: by a folder's name, by the target's or its sources' names, or by
 * linking a test framework. What is installed is for users, whatever its name. A library is test code if such programs
 * link it and nothing else does, and it stands in a folder for tests or has the name of a test helper or framework: a
 * library that only tests link is most often what they test. */
#include "instr/project/test_code.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/path.h"

#include "base/banned.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static const char *const folder_names[] = {"test",       "tests",      "testing",   "testsuite", "testcases",
                                           "unittest",   "unittests",  "unit_test", "unit-test", "unit_tests",
                                           "unit-tests", "test_suite", "test-suite"};
static const char *const test_words[] = {"test",    "tests",    "unittest",  "unittests",
                                         "runtest", "runtests", "testsuite", "testcase"};
static const char *const frameworks[] = {"gtest",          "gtest_main", "gmock",     "gmock_main", "cmocka",
                                         "cmocka-static",  "Catch2",     "criterion", "munit",      "cutest",
                                         "Catch2WithMain", "CppUTest",   "greatest",  "doctest",    "embUnit"};
/* Names of frameworks that a project's own library may have. */
static const char *const common_frameworks[] = {"unity", "check", "catch", "cunit"};
static const char *const helper_words[] = {"mock", "mocks", "stub", "stubs", "fake", "fakes"};

static bool test_code_contains(const char *const *names, size_t count, const char *name, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return true;
    }
    return false;
}

bool test_code_is_path(const char *path)
{
    for (size_t len; path[len = strcspn(path, "/")]; path += len + 1) {
        if (test_code_contains(folder_names, LENGTH(folder_names), path, len))
            return true;
    }
    return false;
}

static bool test_code_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool test_code_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The length of the word at the start of the name, in small letters in `word`: letters up to a change of case. */
static size_t test_code_word(const char *name, char *word, size_t size)
{
    size_t len = 0;
    for (; test_code_is_letter(name[len]); len++) {
        if (len && test_code_is_upper(name[len]) && !test_code_is_upper(name[len - 1]))
            break;
        if (len < size - 1)
            word[len] = (char)(name[len] | 0x20);
    }
    word[len < size ? len : size - 1] = '\0';
    return len;
}

/* Whether one of the words is in the name. */
static bool test_code_has_word(const char *name, const char *const *words, size_t count)
{
    char word[16];
    for (size_t len; *name; name += len ? len : 1) {
        len = test_code_word(name, word, sizeof word);
        if (len && len < sizeof word && test_code_contains(words, count, word, len))
            return true;
    }
    return false;
}

bool test_code_is_name(const char *name)
{
    return text_starts(name, "test") || test_code_has_word(name, test_words, LENGTH(test_words));
}

bool test_code_is_folder(struct classifier *classifier, const struct module *module, const char *folder)
{
    const char *below = path_rest(classify_real_path(classifier, folder), module->root);
    return below && test_code_is_path(arena_printf(&classifier->arena, "%s/", below));
}

/* Whether all C sources of the target stand in folders for tests, or are named as tests'. False: it has none. */
static bool test_code_sources(struct classifier *classifier, const struct module *module,
                              const struct fact_target *target)
{
    bool any = false;
    for (size_t i = 0; i < target->count; i++) {
        const struct fact *fact = &target->facts[i];
        if (fact->kind != FACT_SOURCE || fact->language == LANGUAGE_HEADER || fact->later)
            continue;
        const char *base = path_base(fact->text);
        const char *folder = arena_copy(&classifier->arena, fact->text, (size_t)(base - fact->text));
        if (!test_code_is_name(base) && !test_code_is_folder(classifier, module, folder))
            return false;
        any = true;
    }
    return any;
}

static bool test_code_is_framework(const char *name)
{
    return test_code_contains(frameworks, LENGTH(frameworks), name, strlen(name));
}

/* Whether the name of a library that is not the project's is a framework's. */
static bool test_code_is_foreign_framework(const char *name)
{
    return test_code_is_framework(name) ||
           test_code_contains(common_frameworks, LENGTH(common_frameworks), name, strlen(name));
}

/* Whether the target links a framework. */
static bool test_code_uses_framework(const struct fact_target *target)
{
    for (size_t i = 0; i < target->link_count; i++) {
        const char *colons = strstr(target->links[i], "::");
        if (colons ? test_code_is_foreign_framework(colons + 2) : test_code_is_framework(target->links[i]))
            return true;
    }
    return false;
}

static bool test_code_is_program(struct classifier *classifier, const struct fact_target *target,
                                 const struct class *class)
{
    if (target->type != TARGET_EXECUTABLE || target->installed || class->overridden ||
        class->disposition != DISPOSITION_CONTAINED)
        return false;
    return test_code_is_name(target->name) || test_code_uses_framework(target) ||
           test_code_is_folder(classifier, class->module, target->folder) ||
           test_code_sources(classifier, class->module, target);
}

static bool test_code_may_be_library(struct classifier *classifier, const struct fact_target *target,
                                     const struct class *class)
{
    if (target->type == TARGET_EXECUTABLE || target->type == TARGET_IMPORTED || target->installed || class->overridden)
        return false;
    if (class->disposition != DISPOSITION_CONTAINED)
        return test_code_is_foreign_framework(target->name);
    return test_code_is_name(target->name) || test_code_is_framework(target->name) ||
           test_code_has_word(target->name, helper_words, LENGTH(helper_words)) ||
           test_code_is_folder(classifier, class->module, target->folder) ||
           test_code_sources(classifier, class->module, target);
}

/* The targets that a target links, as indexes + 1. */
static size_t test_code_index(const struct map *names, const char *name)
{
    return (size_t)(uintptr_t)map_get(names, name, strlen(name));
}

/* Takes libraries that a target which is no test links out again. True: one was. */
static bool test_code_drop_linked(const struct facts *facts, const struct map *names, bool *is_test)
{
    bool changed = false;
    for (size_t i = 0; i < facts->target_count; i++) {
        const struct fact_target *target = &facts->targets[i];
        for (size_t k = 0; !is_test[i] && k < target->link_count; k++) {
            size_t index = test_code_index(names, target->links[k]);
            if (index == 0 || !is_test[index - 1] || facts->targets[index - 1].type == TARGET_EXECUTABLE)
                continue;
            is_test[index - 1] = false;
            changed = true;
        }
    }
    return changed;
}

void test_code_find(struct classifier *classifier, const struct facts *facts, const struct class *classes,
                    bool *is_test)
{
    struct map names = {0};
    for (size_t i = 0; i < facts->target_count; i++) {
        const struct fact_target *target = &facts->targets[i];
        if (target->type == TARGET_IMPORTED)
            continue;
        *map_at(&names, target->name, strlen(target->name)) = (void *)(uintptr_t)(i + 1);
        is_test[i] = test_code_is_program(classifier, target, &classes[i]) ||
                     test_code_may_be_library(classifier, target, &classes[i]);
    }
    while (test_code_drop_linked(facts, &names, is_test)) {
    }
    map_free(&names);
}

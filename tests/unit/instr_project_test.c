/* instr/project: facts, classification, selection, plan and manifest, .covercc, and which package a file is of. All on
 * strings; the paths do not exist, so no test depends on the machine's files. Files are written only where a reader takes
 * a path: below the folder that the first argument names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/path.h"
#include "base/pattern.h"
#include "instr/project/classify.h"
#include "instr/project/config.h"
#include "instr/project/facts.h"
#include "instr/project/package.h"
#include "instr/project/plan.h"
#include "instr/project/plan_output.h"
#include "instr/project/selection.h"
#include "instr/project/test_code.h"

static const char *work;

#define HEAD "coverbuild-facts 1\nproject top\nroot /none/top\nbuild /none/build\n"

static void pattern_assert(const char *pattern, const char *path, bool expected)
{
    assert_int_equal(pattern_match(pattern, strlen(pattern), path, strlen(path)), expected);
}

static void patterns(void **state)
{
    (void)state;
    pattern_assert("top/net", "top/net", true);
    pattern_assert("top/net", "top/net2", false);
    pattern_assert("top/net*", "top/net_tls", true);
    pattern_assert("*/net", "top/net", true);
    pattern_assert("*/net", "top/sub/net", false);
    pattern_assert("*", "top/net", false);
    pattern_assert("*", "top", true);
    pattern_assert("...", "top/net", true);
    pattern_assert("top/...", "top", true);
    pattern_assert("top/...", "topper", false);
    pattern_assert("...net...", "top/network/x", true);
    pattern_assert("...a*b", "x/a/axb", true);
    pattern_assert("...a*b", "x/ax/b", false);
    pattern_assert("*a...b*c", "xa/y/bzc", true);
    pattern_assert("*a...b*c", "xa/y/bz/c", false);
    pattern_assert("", "", true);
    pattern_assert("a.b", "axb", false);
}

static void paths(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(path_absolute(&arena, "/a/b", "../c//./d/"), "/a/c/d");
    assert_string_equal(path_absolute(&arena, "/a", "/x/../../y"), "/y");
    assert_string_equal(path_absolute(&arena, "/", ".."), "/");
    assert_true(path_is_below("/a/b", "/a/b/"));
    assert_true(path_is_below("/a/b", "/"));
    assert_false(path_is_below("/a/bc", "/a/b"));
    assert_string_equal(path_rest("/a//b", "/a"), "b");
    assert_null(path_rest("/a", "/a"));
    arena_free(&arena);
}

/* Of the packages of `named`, those that the list selects, with blanks between them. */
static void selection_assert(const char *list, int result, const char *expected)
{
    struct candidate candidates[] = {
        {"top/net", DISPOSITION_CONTAINED, false}, {"top/net_tls", DISPOSITION_CONTAINED, false},
        {"dep/dep", DISPOSITION_DEPENDENT, false}, {"sys", DISPOSITION_SYSTEM, false},
        {"top/check", DISPOSITION_TEST, false},
    };
    struct str selected = STR_INIT;
    assert_int_equal(selection_apply("COVERPKG", list, candidates, 5), result);
    for (size_t i = 0; result == 0 && i < 5; i++) {
        if (candidates[i].selected)
            str_addf(&selected, "%s ", candidates[i].path);
        assert_int_equal(selection_takes(list, candidates[i].path, candidates[i].disposition), candidates[i].selected);
    }
    assert_string_equal(selected.data, expected);
    str_free(&selected);
}

static void selections(void **state)
{
    (void)state;
    selection_assert("mod", 0, "top/net top/net_tls ");
    selection_assert("", 0, "top/net top/net_tls ");
    selection_assert("mod.deps", 0, "top/net top/net_tls dep/dep ");
    selection_assert("all", 0, "top/net top/net_tls dep/dep sys top/check ");
    selection_assert("mod,test", 0, "top/net top/net_tls top/check ");
    selection_assert("-top/net", 0, "top/net_tls ");
    selection_assert(" mod.deps ; -top/... ", 0, "dep/dep ");
    selection_assert("-top/net,dep/...,top/n*", 0, "top/net_tls dep/dep ");
    selection_assert("mod,-nothing", 0, "top/net top/net_tls ");
    selection_assert("typo", -1, "");
    selection_assert("mod,-...", -1, "");
}

static void overrides(void **state)
{
    (void)state;
    struct candidate candidates[] = {{"top/a", DISPOSITION_CONTAINED, false},
                                     {"top/b=c", DISPOSITION_CONTAINED, false}};
    assert_int_equal(selection_override("COVER_CLASS", "top/*=system, top/b=c=dependent", candidates, 2), 0);
    assert_int_equal(candidates[0].disposition, DISPOSITION_SYSTEM);
    assert_int_equal(candidates[1].disposition, DISPOSITION_DEPENDENT);
    assert_int_equal(selection_override("COVER_CLASS", "", candidates, 2), 0);
    assert_int_equal(selection_override("COVER_CLASS", "top/a=mine", candidates, 2), -1);
    assert_int_equal(selection_override("COVER_CLASS", "top/a", candidates, 2), -1);
    assert_int_equal(selection_override("COVER_CLASS", "=system", candidates, 2), -1);
    assert_int_equal(selection_override("COVER_CLASS", "none=system", candidates, 2), -1);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const tests[] = {"test",    "cJSON_test", "parseTest", "testapi",
                                        "runtest", "unit-tests", "tests.c"};
    static const char *const others[] = {"speedtest", "latest", "contest", "attestation", "greatest.c", "t"};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        assert_true(test_code_is_name(tests[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(test_code_is_name(others[i]));
    assert_true(test_code_is_path("a/unit-tests/b.c"));
    assert_false(test_code_is_path("a/latest/b.c"));
    assert_false(test_code_is_path("tests"));
}

static void vendor_names(void **state)
{
    (void)state;
    assert_true(classify_is_vendor_name("deps/x", 4));
    assert_false(classify_is_vendor_name("dep", 3));
    assert_true(classify_is_vendored_path("a/third_party/b/c.c"));
    assert_false(classify_is_vendored_path("a/deps"));
    assert_false(classify_is_vendored_path("deps.c"));
}

static int facts_result(const char *text)
{
    struct facts facts;
    int result = facts_parse(&facts, "facts.txt", text, strlen(text));
    facts_free(&facts);
    return result;
}

static void facts_errors(void **state)
{
    (void)state;
    assert_int_equal(facts_result(HEAD), 0);
    assert_int_equal(facts_result(""), -1);
    assert_int_equal(facts_result("coverbuild-facts 2\n"), -1);
    assert_int_equal(facts_result("coverbuild-facts 1\nproject top\n"), -1);
    assert_int_equal(facts_result(HEAD "colour red\n"), -1);
    assert_int_equal(facts_result(HEAD "type static\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\n"), -1); /* without a folder */
    assert_int_equal(facts_result(HEAD "target a\nfolder there\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\nfolder /none/top\ntype round\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\nfolder /none/top\nsource C a.c\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\nfolder /none/top\nsource /none/top/a.c\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\nfolder /none/top\ndisposition mine\n"), -1);
    assert_int_equal(facts_result(HEAD "target a\nfolder /none/top\nlater source a\\b\n"), -1);
    assert_int_equal(facts_result(HEAD "noreturn COVERNORETURN die,fast man\n"), -1);
    assert_int_equal(facts_result(HEAD "noreturn COVERNORETURN die,\n"), -1);
    assert_int_equal(facts_result(HEAD "noreturn COVERNORETURN die,_fail2\n"), 0);
    struct facts facts;
    assert_int_equal(facts_parse(&facts, "facts.txt", "coverbuild-facts 1\n\0x", 21), -1);
    facts_free(&facts);
}

/* The manifest of the facts that follow HEAD; the caller frees it. A plan that fails gives an empty one. */
static struct str planned(const char *text, uint64_t *stamp)
{
    struct facts facts;
    struct plan plan;
    struct str manifest = STR_INIT;
    assert_int_equal(facts_parse(&facts, "facts.txt", text, strlen(text)), 0);
    if (plan_make(&plan, &facts) == 0) {
        plan_manifest(&plan, &manifest);
        if (stamp)
            assert_int_equal(plan_stamp(&plan, &manifest, stamp), 0);
    }
    plan_free(&plan);
    facts_free(&facts);
    return manifest;
}

static void manifest_assert(const char *text, const char *expected)
{
    struct str manifest = planned(text, NULL);
    const char *packages = strstr(manifest.data, "package ");
    assert_string_equal(packages ? packages : "", expected);
    str_free(&manifest);
}

#define PACKAGE(path, module, root, disposition, selected)                                                             \
    "package " path "\nmodule " module "\nroot " root "\ndisposition " disposition "\nselected " selected "\n"

static void plan_of_a_target(void **state)
{
    (void)state;
    manifest_assert(HEAD "select COVERPKG mod\ntarget a b; \"c\"\ntype static\nfolder /none/top\n"
                         "objects /none/build/o\nsource C /none/top/a 1.c\nsource - /none/top/a.h\n"
                         "source other /none/top/a.txt\nsource - /none/top/README\noffers /none/top/include/\n"
                         "includes relative\nincludes /usr/include\n",
                    PACKAGE("top/a b; \"c\"", "top", "/none/top", "contained",
                            "1") "objects /none/build/o\nsource /none/top/a 1.c\nheader /none/top/a.h\n"
                                 "dir /none/top/include\ndir /none/top\n");
}

static void plan_of_what_comes_later(void **state)
{
    (void)state;
    manifest_assert(HEAD "select COVERPKG mod\ntarget a\nfolder /none/top\nlater source $<X:\\nsource \\\\a>\n"
                         "later includes $<Y>\n",
                    PACKAGE("top/a", "top", "/none/top", "contained", "1") "$<X:\nsource \\a>$<Y>");
}

/* Vendored sources and include directories belong to the vendored module; the longest known root counts. */
static void plan_of_vendored_code(void **state)
{
    (void)state;
    manifest_assert(HEAD "select COVERPKG mod.deps\ntarget a\nfolder /none/top\nsource C /none/top/deps/z/src/z.c\n"
                         "includes /none/top/deps/z\nincludes /none/top/vendor\nincludes /none/other/include\n",
                    PACKAGE("top/a", "top", "/none/top", "contained", "1")
                        PACKAGE("z", "z", "/none/top/deps/z", "dependent",
                                "1") "source /none/top/deps/z/src/z.c\ndir /none/top/deps/z/src\ndir "
                                     "/none/top/deps/z\n" PACKAGE("vendor", "vendor", "/none/top/vendor", "dependent",
                                                                  "1") "dir /none/top/vendor\n");
}

static void plan_of_target_classes(void **state)
{
    (void)state;
    manifest_assert(
        HEAD "select COVERPKG mod\nfetched-base /none/build/_deps\n"
             "directory /none/top\nbinary /none/build\n"
             "directory /none/top/sys\nbinary /none/build/sys\nparent /none/top\nsystem\n"
             "directory /none/cache/f\nbinary /none/build/_deps/f-build\nparent /none/top\n"
             "directory /none/out/x\nbinary /none/build/x\nparent /none/top\n"
             "target s\nfolder /none/top/sys\ntarget f\nfolder /none/cache/f\nbinary /none/build/_deps/f-build\n"
             "target x\nfolder /none/out/x\ntarget v\nfolder /none/top/vendor/v\n"
             "target o\nfolder /none/top/own\ndisposition system\n"
             "target c\nfolder /none/top/vendor/v\ndisposition contained\n",
        PACKAGE("sys/s", "sys", "/none/top/sys", "dependent", "0")
            PACKAGE("f/f", "f", "/none/cache/f", "dependent", "0") PACKAGE("x/x", "x", "/none/out/x", "dependent", "0")
                PACKAGE("v/v", "v", "/none/top/vendor/v", "dependent", "0")
                    PACKAGE("own/o", "own", "/none/top/own", "system", "0")
                        PACKAGE("top/c", "top", "/none/top", "contained", "1"));
}

/* Two modules of one name, two targets of one name. */
static void plan_of_test_code(void **state)
{
    (void)state;
    static const char core[] = "target core\ntype static\nfolder /none/top\nsource C /none/top/core.c\n";
    static const char help[] = "target testhelp\ntype static\nfolder /none/top\nsource C /none/top/help.c\n";
    static const char check[] = "target run\ntype executable\nfolder /none/top/tests\nlinks core\nlinks testhelp\n"
                                "source C /none/top/tests/run.c\nincludes /none/top/include\n";
    static const char tool[] = "target tool\ntype executable\nfolder /none/top\nlinks testhelp\n"
                               "source C /none/top/tool.c\n";
    struct str all = STR_INIT;
    str_addf(&all, HEAD "select COVERPKG mod\n%s%s%s", core, help, check);
    struct str text = planned(all.data, NULL);
    assert_non_null(strstr(text.data, "package top/core\nmodule top\nroot /none/top\ndisposition contained\n"));
    assert_non_null(
        strstr(text.data, "package top/testhelp\nmodule top\nroot /none/top\ndisposition test\nselected 0\n"));
    assert_non_null(strstr(text.data, "package top/run\nmodule top\nroot /none/top\ndisposition test\nselected 0\n"));
    assert_non_null(strstr(text.data, "package top\nmodule top\nroot /none/top\ndisposition contained\nselected 1\n"
                                      "dir /none/top/include\n")); /* headers that only tests include */
    str_free(&text);
    str_adds(&all, tool);
    text = planned(all.data, NULL);
    assert_non_null(strstr(text.data, "package top/testhelp\nmodule top\nroot /none/top\ndisposition contained\n"));
    str_free(&text);
    str_clear(&all);
    str_addf(&all, HEAD "select COVERPKG mod\n%sinstalled\n", check);
    text = planned(all.data, NULL);
    assert_non_null(strstr(text.data, "package top/run\nmodule top\nroot /none/top\ndisposition contained\n"));
    str_free(&text);
    str_free(&all);
}

static void plan_of_equal_names(void **state)
{
    (void)state;
    manifest_assert(HEAD
                    "select COVERPKG mod\ntarget a\nfolder /none/top/deps/z\ntarget b\nfolder /none/top/sub/deps/z\n"
                    "target a\nfolder /none/top\ntarget a\nfolder /none/top/sub\n",
                    PACKAGE("z/a", "z", "/none/top/deps/z", "dependent", "0")
                        PACKAGE("sub/deps/z/b", "sub/deps/z", "/none/top/sub/deps/z", "dependent", "0")
                            PACKAGE("top/a", "top", "/none/top", "contained", "1")
                                PACKAGE("top/sub/a", "top", "/none/top", "contained", "1"));
}

static void plan_of_subprojects_and_imports(void **state)
{
    (void)state;
    manifest_assert(HEAD "select COVERPKG all\nunowned /none/build\n"
                         "target a\nfolder /none/top\nsubproject top\nsubproject-root /none/top\nincludes /none/build\n"
                         "target d\nfolder /none/top/sp/dep/src\nsubproject dep\nsubproject-root /none/top/sp/dep\n"
                         "imported Z::zlib\nroot /none/z\nincludes /none/z\nimported hidden\n",
                    PACKAGE("top/a", "top", "/none/top", "contained", "1")
                        PACKAGE("dep/d", "dep", "/none/top/sp/dep", "dependent", "1")
                            PACKAGE("Z/zlib", "Z", "/none/z", "system", "1") "dir /none/z\n");
}

static void plan_of_instrumented_targets(void **state)
{
    (void)state;
    static const char text[] =
        HEAD "select COVERPKG %s\ntarget lib\ntype static\nfolder /none/top\nsource C /none/top/a.c\n"
             "target dep\ntype shared\nfolder /none/top/deps/z\nsource C /none/top/deps/z/z.c\n"
             "target mixed\ntype executable\nfolder /none/top/deps/y\nsource C /none/top/deps/z/q.c\n"
             "target iface\ntype interface\nfolder /none/top\nsource C /none/top/b.c\n"
             "target cxx\ntype executable\nfolder /none/top\nsource CXX /none/top/c.cpp\n";
    static const struct {
        const char *pkg;
        bool instrumented[5];
    } cases[] = {{"mod", {true, false, false}}, {"mod.deps", {true, true, true}}, {"top/lib", {true, false, false}}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct str filled = STR_INIT;
        struct facts facts;
        struct plan plan;
        const char *hole = strstr(text, "%s");
        str_add(&filled, text, (size_t)(hole - text));
        str_addf(&filled, "%s%s", cases[c].pkg, hole + 2);
        assert_int_equal(facts_parse(&facts, "facts.txt", filled.data, filled.len), 0);
        assert_int_equal(plan_make(&plan, &facts), 0);
        for (size_t i = 0; i < 5; i++)
            assert_int_equal(plan.targets[i].instrumented, cases[c].instrumented[i]);
        assert_int_equal(plan.cxx_count, 1);
        plan_free(&plan);
        facts_free(&facts);
        str_free(&filled);
    }
}

static uint64_t stamp_of(const char *text)
{
    uint64_t stamp = 0;
    struct str manifest = planned(text, &stamp);
    str_free(&manifest);
    return stamp;
}

static void stamps(void **state)
{
    (void)state;
#define TREE(root, mode, more)                                                                                         \
    "coverbuild-facts 1\nproject top\nroot " root "\nbuild " root "/b\nmode " mode "\nselect COVERPKG mod\n"           \
    "target a\nfolder " root "\nsource C " root "/a.c\n" more
    uint64_t stamp = stamp_of(TREE("/none/top", "set", ""));
    assert_true(stamp == stamp_of(TREE("/none/else/where", "set", "")));
    assert_true(stamp == stamp_of(TREE("/none/top", "set", "source C /none/top/b.c\n")));
    assert_true(stamp != stamp_of(TREE("/none/top", "count", "")));
    assert_true(stamp != stamp_of(TREE("/none/top", "set", "includes /none/top/include\n")));
    assert_true(stamp != stamp_of(TREE("/none/top", "set", "source - /none/top/b.h\n")));
#undef TREE
}

static const char *write_file(struct arena *arena, const char *name, const char *text)
{
    const char *path = arena_printf(arena, "%s/%s", work, name);
    assert_int_equal(dir_make(work), 0);
    assert_int_equal(file_write(path, text, strlen(text)), 0);
    return path;
}

static void configs(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct project project;
    const char *path = write_file(&arena, "covercc.conf", "# comment\nroot = ../src\nmodule = m\nintraline = yes\n");
    assert_int_equal(project_read(&project, path, "/", &arena), 0);
    assert_string_equal(project.folder, work);
    assert_string_equal(project.root, path_absolute(&arena, work, "../src"));
    assert_string_equal(project.module, "m");
    assert_true(project.choices.intraline);
    assert_null(project.mode);
    static const char *const wrong[] = {"colour = red\n", "mode =\n", "strict = maybe\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(project_read(&project, write_file(&arena, "wrong.conf", wrong[i]), "/", &arena), -1);
    arena_free(&arena);
}

static void plain_packages(void **state)
{
    (void)state;
    struct packages packages;
    packages_plain(&packages, "/none/top", "m", "mod");
    const struct package *root = package_of(&packages, "/none/top/a.c", NULL, true);
    const struct package *sub = package_of(&packages, "/none/top/sub/a.c", NULL, true);
    const struct package *dep = package_of(&packages, "/none/top/sub/deps/z/z.c", NULL, true);
    assert_string_equal(root->path, "m");
    assert_string_equal(sub->path, "m/sub");
    assert_ptr_equal(sub, package_of(&packages, "/none/top/sub/b.c", NULL, false));
    assert_true(sub->selected && !dep->selected);
    assert_int_equal(dep->disposition, DISPOSITION_DEPENDENT);
    assert_null(package_of(&packages, "/none/other/a.c", NULL, true));
    packages_free(&packages);
    packages_plain(&packages, "/none/top", "m", "mod.deps");
    assert_true(package_of(&packages, "/none/top/deps/z.c", NULL, true)->selected);
    packages_free(&packages);
}

static const char *owner_of(struct packages *packages, const char *file, const char *output, bool is_main)
{
    const struct package *package = package_of(packages, file, output, is_main);
    return package ? package->path : "none";
}

static void manifest_packages(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct packages packages;
    struct manifest manifest;
    const char *path =
        write_file(&arena, "manifest.txt",
                   "coverbuild-manifest 1\nbuild /b\nmode count\nnoreturn die\nstrict 1\n" PACKAGE(
                       "m/a", "m", "/s", "contained",
                       "1") "objects /b/a.dir\nsource /s/shared.c\ndir /s\n" PACKAGE("m/b", "m", "/s", "contained",
                                                                                     "0") "objects /b/b.dir\nsource "
                                                                                          "/s/shared.c\nheader "
                                                                                          "/s/b.h\ndir /s/b\n");
    assert_int_equal(packages_read(&packages, &manifest, path), 0);
    assert_string_equal(manifest.mode, "count");
    assert_string_equal(manifest.choices.noreturn, "die");
    assert_true(manifest.strict);
    assert_string_equal(owner_of(&packages, "/s/shared.c", "/b/a.dir/x.o", true), "m/a");
    assert_string_equal(owner_of(&packages, "/s/shared.c", "/b/b.dir/x.o", true), "m/b");
    assert_string_equal(owner_of(&packages, "/s/b.h", "/b/a.dir/x.o", false), "m/b");
    assert_string_equal(owner_of(&packages, "/s/b/deep/x.h", "/b/a.dir/x.o", false), "m/b");
    assert_string_equal(owner_of(&packages, "/elsewhere/x.c", "/b/a.dir/x.o", true), "m/a");
    assert_string_equal(owner_of(&packages, "/elsewhere/x.h", "/b/a.dir/x.o", false), "none");
    assert_string_equal(package_file_name(&packages, packages.items[0], "/b/gen/x.c", &arena), "build/gen/x.c");
    assert_string_equal(package_file_name(&packages, packages.items[0], "/s/b/x.c", &arena), "b/x.c");
    packages_free(&packages);
    static const char *const wrong[] = {"", "coverbuild-manifest 2\n", "coverbuild-manifest 1\ncolour red\n",
                                        "coverbuild-manifest 1\nstrict yes\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(packages_read(&packages, &manifest, write_file(&arena, "wrong.txt", wrong[i])), -1);
        packages_free(&packages);
    }
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),
        cmocka_unit_test(paths),
        cmocka_unit_test(selections),
        cmocka_unit_test(overrides),
        cmocka_unit_test(test_names),
        cmocka_unit_test(vendor_names),
        cmocka_unit_test(facts_errors),
        cmocka_unit_test(plan_of_a_target),
        cmocka_unit_test(plan_of_what_comes_later),
        cmocka_unit_test(plan_of_vendored_code),
        cmocka_unit_test(plan_of_target_classes),
        cmocka_unit_test(plan_of_test_code),
        cmocka_unit_test(plan_of_equal_names),
        cmocka_unit_test(plan_of_subprojects_and_imports),
        cmocka_unit_test(plan_of_instrumented_targets),
        cmocka_unit_test(stamps),
        cmocka_unit_test(configs),
        cmocka_unit_test(plain_packages),
        cmocka_unit_test(manifest_packages),
    };
    if (argc != 2)
        return 2;
    work = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}

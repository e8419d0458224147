/* Measures commands against each other.
 *
 * In: a plan on stdin, a line for each variant: name, base, shell command, with tabs between; ROUNDS; and a DIRECTORY
 * that is this program's own. Out: a table. Each round runs every variant once, odd rounds backwards, so that a machine
 * that gets slower or warmer does so for all alike. A command finds an empty directory of its own in $OUT; what it
 * leaves there is counted.
 *
 * Other work on the machine only ever adds time, so a variant's figure is its best round, and its ratio that to the
 * best round of its base. What it may be trusted to is told beside it: how far the median round lies above the best. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/report.h"
#include "base/str.h"

#include "base/banned.h"

struct variant {
    char *name, *base, *command;
    const char *directory;
    double *cpu, *wall; /* seconds, by round; sorted at the end */
    long long bytes;
    long peak; /* kB that its largest process had in memory */
};

struct plan {
    struct variant *variants;
    size_t count, cap;
    struct arena arena;
};

/* What nftw's callbacks, which get no context, tell their caller. */
static long long tree_bytes;

static int tree_count(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)path, (void)place;
    if (type == FTW_F)
        tree_bytes += st->st_size;
    return 0;
}

static int tree_remove(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)st, (void)type, (void)place;
    return remove(path);
}

static void directory_renew(const char *path)
{
    if (nftw(path, tree_remove, 16, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        die("%s: %s", path, strerror(errno));
    if (dir_make(path) != 0)
        exit(EXIT_FAILED);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void variant_run(struct variant *variant, size_t round)
{
    struct rusage usage;
    int status;
    directory_renew(variant->directory);
    setenv("OUT", variant->directory, 1);
    double start = seconds_now();
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-ec", variant->command, (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
        die("%s: %s", variant->name, strerror(errno));
    if (status != 0)
        die("%s: failed: %s", variant->name, variant->command);
    variant->wall[round] = seconds_now() - start;
    variant->cpu[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    variant->peak = usage.ru_maxrss > variant->peak ? usage.ru_maxrss : variant->peak;
    tree_bytes = 0;
    nftw(variant->directory, tree_count, 16, FTW_PHYS);
    variant->bytes = tree_bytes;
}

static void plan_read(struct plan *plan, size_t rounds, const char *directory)
{
    char *line = NULL;
    size_t cap = 0;
    for (ssize_t len; (len = getline(&line, &cap, stdin)) > 0;) {
        char *rest = arena_copy(&plan->arena, line, (size_t)len - (line[len - 1] == '\n'));
        struct variant variant = {.name = strsep(&rest, "\t"), .base = strsep(&rest, "\t"), .command = rest};
        if (variant.command == NULL)
            die("a line of the plan needs name, base and command: %s", line);
        variant.directory = arena_printf(&plan->arena, "%s/%zu", directory, plan->count);
        variant.cpu = arena_alloc(&plan->arena, rounds * sizeof *variant.cpu);
        variant.wall = arena_alloc(&plan->arena, rounds * sizeof *variant.wall);
        plan->variants = array_grow(plan->variants, plan->count, &plan->cap, sizeof *plan->variants);
        plan->variants[plan->count++] = variant;
    }
    free(line);
}

static int compare_seconds(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void rounds_run(struct plan *plan, size_t rounds)
{
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < plan->count; i++)
            variant_run(&plan->variants[round % 2 ? plan->count - 1 - i : i], round);
    }
    for (size_t i = 0; i < plan->count; i++) {
        qsort(plan->variants[i].cpu, rounds, sizeof(double), compare_seconds);
        qsort(plan->variants[i].wall, rounds, sizeof(double), compare_seconds);
    }
}

static const struct variant *base_of(const struct plan *plan, const struct variant *variant)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (strcmp(plan->variants[i].name, variant->base) == 0)
            return &plan->variants[i];
    }
    die("%s: no variant is named %s", variant->name, variant->base);
}

/* A base too short for the clock does not make a ratio infinite. */
static double ratio(double value, double base)
{
    return value / (base > 1e-6 ? base : 1e-6);
}

static void table_print(const struct plan *plan, size_t rounds)
{
    printf("%-26s %9s %6s %6s %9s %6s %12s %6s %9s\n", "", "CPU s", "x", "noise", "wall s", "x", "bytes", "x",
           "peak MB");
    for (size_t i = 0; i < plan->count; i++) {
        const struct variant *v = &plan->variants[i], *base = base_of(plan, v);
        double noise = 100 * (ratio(v->cpu[rounds / 2], v->cpu[0]) - 1);
        printf("%-26s %9.3f %6.2f %5.1f%% %9.3f %6.2f %12lld", v->name, v->cpu[0], ratio(v->cpu[0], base->cpu[0]),
               noise, v->wall[0], ratio(v->wall[0], base->wall[0]), v->bytes);
        if (base->bytes)
            printf(" %6.2f", (double)v->bytes / (double)base->bytes);
        else
            printf(" %6s", "");
        printf(" %9.1f\n", (double)v->peak / 1024);
    }
}

int main(int argc, char **argv)
{
    struct plan plan = {0};
    report_program("measure");
    size_t rounds = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
    if (rounds == 0)
        usage("measure ROUNDS DIRECTORY <PLAN");
    plan_read(&plan, rounds, argv[2]);
    rounds_run(&plan, rounds);
    table_print(&plan, rounds);
    free(plan.variants);
    arena_free(&plan.arena);
    return stdout_finish() == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* In: packages, files and functions as they are found. Out: the layout of the counter array, package by package, so
 * that each package's record names one range of it. */
#include "instr/instrument/coverage.h"

#include <stdlib.h>

#include "base/memory.h"
#include "format/function_counters.h"

#include "base/banned.h"

uint32_t coverage_package(struct coverage *coverage, const struct file_package *package)
{
    for (size_t i = 0; i < coverage->package_count; i++) {
        if (coverage->packages[i].package.path == package->path)
            return (uint32_t)i;
    }
    coverage->packages =
        array_grow(coverage->packages, coverage->package_count, &coverage->package_cap, sizeof *coverage->packages);
    coverage->packages[coverage->package_count] = (struct covered_package){.package = *package};
    return (uint32_t)coverage->package_count++;
}

uint32_t coverage_file_add(struct coverage *coverage, uint32_t package, const char *name)
{
    struct covered_package *covered = &coverage->packages[package];
    covered->files = array_grow(covered->files, covered->file_count, &covered->file_cap, sizeof *covered->files);
    covered->files[covered->file_count] = name;
    return (uint32_t)covered->file_count++;
}

struct covered_function *coverage_function_add(struct coverage *coverage, struct covered_function function)
{
    coverage->functions =
        array_grow(coverage->functions, coverage->function_count, &coverage->function_cap, sizeof *coverage->functions);
    coverage->functions[coverage->function_count] = function;
    return &coverage->functions[coverage->function_count++];
}

bool coverage_has_calls(const struct coverage *coverage)
{
    bool has = coverage->only_calls;
    for (size_t i = 0; i < coverage->function_count; i++)
        has |= coverage->functions[i].by_call || coverage->functions[i].by_far_call;
    return has;
}

bool coverage_has_far_calls(const struct coverage *coverage)
{
    bool has = false;
    for (size_t i = 0; i < coverage->function_count; i++)
        has |= coverage->functions[i].by_far_call;
    return has && !coverage->target.c_only;
}

void coverage_layout(struct coverage *coverage)
{
    uint32_t header = FUNC_COUNTERS_HEADER_SIZE / func_counters_width(coverage->mode), at = 0;
    for (uint32_t p = 0; p < coverage->package_count; p++) {
        struct covered_package *package = &coverage->packages[p];
        package->first = at;
        for (size_t f = 0; f < coverage->function_count; f++) {
            struct covered_function *function = &coverage->functions[f];
            if (function->package != p)
                continue;
            function->slot = at;
            at += header + function->unit_count;
        }
        package->length = at - package->first;
    }
    coverage->length = at;
}

void coverage_free(struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->package_count; i++)
        free(coverage->packages[i].files);
    free(coverage->packages);
    free(coverage->functions);
}

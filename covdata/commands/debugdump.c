/* covdata debugdump: prints the contents of the files in their own order. Only the runs of one pod are added up. */
#include <inttypes.h>
#include <stdio.h>

#include "covdata/cli/commands.h"
#include "covdata/data/reader.h"

#include "base/banned.h"

struct dump {
    bool live;
    bool filled; /* some pod was read */
    uint64_t covered, total;
};

static void debugdump_bytes_print(struct bytes text)
{
    fwrite(text.data, 1, text.len, stdout);
}

static void debugdump_labelled_print(const char *label, struct bytes text)
{
    fputs(label, stdout);
    debugdump_bytes_print(text);
    putchar('\n');
}

static void debugdump_head_print(const struct options *options)
{
    fputs("/* WARNING: the format of this dump is not stable and is\n"
          " * expected to change from one Go release to the next.\n"
          " *\n"
          " * produced by:\n"
          " *\t",
          stdout);
    for (int i = 0; i < options->argc; i++)
        printf("%s%s", i ? " " : "", options->argv[i]);
    fputs("\n */\n", stdout);
}

static void debugdump_run_print(const struct run *run)
{
    printf("data file %s", run->path);
    if (run->goos.len > 0)
        fputs(" GOOS=", stdout);
    debugdump_bytes_print(run->goos);
    if (run->goarch.len > 0)
        fputs(" GOARCH=", stdout);
    debugdump_bytes_print(run->goarch);
    for (size_t i = 0; i < run->arg_count; i++) {
        fputs(i ? " " : "  program args: [", stdout);
        debugdump_bytes_print(run->args[i]);
    }
    fputs(run->arg_count ? "]\n\n" : "\n", stdout);
}

static void debugdump_func_print(const struct pod_data *data, const struct pod_func *func)
{
    debugdump_labelled_print("\nFunc: ", func->name);
    debugdump_labelled_print("Srcfile: ", func->file);
    printf("Literal: %s\n", func->literal ? "true" : "false");
    for (uint32_t i = 0; i < func->unit_count; i++) {
        const struct meta_unit *unit = &data->units[func->first_unit + i];
        printf("%u: L%u:C%u -- L%u:C%u NS=%u = %u\n", i, unit->start_line, unit->start_col, unit->end_line,
               unit->end_col, unit->statements, data->counts[func->first_unit + i]);
    }
}

static void debugdump_statements_add(struct dump *dump, const struct pod_data *data, const struct pod_func *func)
{
    for (uint32_t i = 0; i < func->unit_count; i++) {
        uint32_t statements = data->units[func->first_unit + i].statements;
        dump->total += statements;
        dump->covered += data->counts[func->first_unit + i] ? statements : 0;
    }
}

static void debugdump_package_print(struct dump *dump, const struct pod_data *data, const struct pod_package *package)
{
    bool headed = false;
    for (uint32_t i = 0; i < package->func_count; i++) {
        const struct pod_func *func = &data->funcs[package->first_func + i];
        debugdump_statements_add(dump, data, func);
        if (dump->live && !func->counted)
            continue;
        if (!headed) {
            debugdump_labelled_print("\nPackage path: ", package->path);
            debugdump_labelled_print("Package name: ", package->name);
            debugdump_labelled_print("Module path: ", package->module);
            headed = true;
        }
        debugdump_func_print(data, func);
    }
}

static int debugdump_pod_print(void *context, const struct pod_data *data)
{
    struct dump *dump = context;
    dump->filled = true;
    printf("Cover mode: %s\nCover granularity: %s\n", mode_name(data->mode), granularity_name(data->granularity));
    for (size_t i = 0; i < data->run_count; i++)
        debugdump_run_print(&data->runs[i]);
    for (uint32_t i = 0; i < data->package_count; i++)
        if (data->packages[i].selected)
            debugdump_package_print(dump, data, &data->packages[i]);
    return 0;
}

int debugdump_command(const struct options *options)
{
    struct dump dump = {.live = options->live};
    struct reader reader = {.request = &options->request.data,
                            .policy = MODE_EACH,
                            .keeps_runs = true,
                            .take = debugdump_pod_print,
                            .context = &dump};
    debugdump_head_print(options);
    int result = reader_read(&reader);
    if (result == 0 || dump.filled)
        printf("totalStmts: %" PRIu64 " coveredStmts: %" PRIu64 "\n", dump.total, dump.covered);
    return result;
}

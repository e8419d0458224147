/* Which compiler a program is. Its name tells mostly; cc is often a symbolic link to one that has a telling name;
 * otherwise --version is run. */
#include "instr/toolchain/compiler.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "instr/toolchain/process.h"

#include "base/banned.h"

static const struct compiler *const compilers[] = {&compiler_clang, &compiler_gcc};

enum { COMPILER_COUNT = sizeof compilers / sizeof *compilers };

const struct compiler compiler_unknown = {0};

const struct compiler *compiler_by_name(const char *program)
{
    const char *name = path_base(program);
    size_t len = strlen(name);
    while (len > 0 && strchr("-.0123456789", name[len - 1]))
        len--;
    for (size_t i = 0; i < COMPILER_COUNT; i++) {
        size_t end_len = strlen(compilers[i]->name);
        if (len >= end_len && memcmp(name + len - end_len, compilers[i]->name, end_len) == 0)
            return compilers[i];
    }
    return &compiler_unknown;
}

static const struct compiler *compiler_by_link(const char *program)
{
    char *file = program_find(program);
    const struct compiler *compiler = file ? compiler_by_name(file) : &compiler_unknown;
    free(file);
    return compiler;
}

static const struct compiler *compiler_by_version(const char *program)
{
    struct arg_list args = {0};
    struct str out = STR_INIT, err = STR_INIT;
    const struct compiler *compiler = &compiler_unknown;
    arg_add(&args, program);
    arg_add(&args, "--version");
    int status = process_read(&args, &out, &err);
    if (status < 0)
        exit(127);
    for (size_t i = 0; status == 0 && out.data && i < COMPILER_COUNT && compiler == &compiler_unknown; i++) {
        if (strstr(out.data, compilers[i]->banner))
            compiler = compilers[i];
    }
    free(args.args);
    str_free(&out);
    str_free(&err);
    return compiler;
}

const struct compiler *compiler_identify(const char *program)
{
    const struct compiler *compiler = compiler_by_name(program);
    if (compiler == &compiler_unknown)
        compiler = compiler_by_link(program);
    return compiler == &compiler_unknown ? compiler_by_version(program) : compiler;
}

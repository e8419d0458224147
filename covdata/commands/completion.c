/* covdata completion: prints a script with which a shell completes covdata's command lines. In: the tables of
 * commands and flags; out: the script. Arguments that help calls DIR or FILE complete to directories and files;
 * flags with choices complete to these. */
#include <stdio.h>
#include <string.h>

#include "base/report.h"
#include "covdata/cli/commands.h"
#include "covdata/cli/flags.h"

#include "base/banned.h"

static bool completion_flag_shown(const struct flag *flag)
{
    return flag->help != NULL;
}

/* Prints text inside single quotes; `special` are characters that the shell's own rules want a backslash before. */
static void completion_quoted_print(const char *text, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            printf("%.*s%c", strchr(special, *text) != NULL, "\\", *text);
    }
}

/* "one|another" as "one another". */
static void completion_choices_print(const char *choices)
{
    for (; *choices; choices++)
        putchar(*choices == '|' ? ' ' : *choices);
}

static bool completion_argument_is(const struct flag *flag, const char *what)
{
    size_t len = strlen(what);
    return flag->argument && strncmp(flag->argument, what, len) == 0 &&
           (flag->argument[len] == '\0' || flag->argument[len] == '[');
}

/* -o names a file or a directory, as the command wants. */
static bool completion_argument_is_path(const struct flag *flag)
{
    return completion_argument_is(flag, "FILE") || completion_argument_is(flag, "PATH");
}

/* Of flags of one name, the choices of all: bash's script looks at the flag alone. */
static void completion_bash_choices_print(const struct flag *flag)
{
    for (size_t i = 0; i < flag_count; i++) {
        if (strcmp(flags[i].name, flag->name) != 0 || flags[i].choices == NULL)
            continue;
        completion_choices_print(flags[i].choices);
        putchar(' ');
    }
}

static void completion_bash_value_print(const struct flag *flag)
{
    for (const struct flag *before = flags; before < flag; before++)
        if (strcmp(before->name, flag->name) == 0)
            return;
    if (!completion_flag_shown(flag) || flag->argument == NULL)
        return;
    printf("    -%s|--%s) ", flag->name, flag->name);
    if (flag->choices) {
        fputs("COMPREPLY=($(compgen -W '", stdout);
        completion_bash_choices_print(flag);
        puts("' -- \"$cur\")); return ;;");
    } else if (completion_argument_is(flag, "DIR")) {
        puts("COMPREPLY=($(compgen -d -- \"$cur\")); return ;;");
    } else if (completion_argument_is_path(flag)) {
        puts("COMPREPLY=($(compgen -f -- \"$cur\")); return ;;");
    } else {
        puts("return ;;");
    }
}

static void completion_bash_command_print(const struct command *command)
{
    printf("        %s) words='", command->name);
    for (size_t i = 0; i < flag_count; i++)
        if (completion_flag_shown(&flags[i]) && flag_taken(&flags[i], command))
            printf("-%s ", flags[i].name);
    puts("' ;;");
}

static void completion_bash_print(void)
{
    puts("# bash completion of covdata, made by `covdata completion bash`\n"
         "_covdata()\n{\n"
         "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
         "    COMPREPLY=()\n"
         "    if [ \"$COMP_CWORD\" = 1 ]; then");
    fputs("        COMPREPLY=($(compgen -W '", stdout);
    for (size_t i = 0; i < command_count; i++)
        printf("%s ", commands[i].name);
    puts("help version' -- \"$cur\"))\n        return\n    fi\n"
         "    # `-flag=value` is three words here\n"
         "    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
         "    [ \"$cur\" = = ] && cur=\n"
         "    case $prev in");
    for (size_t i = 0; i < flag_count; i++)
        completion_bash_value_print(&flags[i]);
    puts("    esac\n    case $cur in\n    -*)\n        case ${COMP_WORDS[1]} in");
    for (size_t i = 0; i < command_count; i++)
        completion_bash_command_print(&commands[i]);
    puts("        esac\n        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
         "    *) COMPREPLY=($(compgen -d -- \"$cur\")) ;;\n    esac\n}\n"
         "complete -o filenames -F _covdata covdata");
}

static void completion_zsh_flag_print(const struct flag *flag)
{
    printf(" \\\n        '-%s%s[", flag->name, flag->argument ? "=" : "");
    completion_quoted_print(flag->help, "[]:");
    putchar(']');
    if (flag->argument) {
        putchar(':');
        completion_quoted_print(flag->argument, ":[]");
        putchar(':');
        if (flag->choices) {
            putchar('(');
            completion_choices_print(flag->choices);
            putchar(')');
        } else if (completion_argument_is(flag, "DIR")) {
            fputs("_files -/", stdout);
        } else if (completion_argument_is_path(flag)) {
            fputs("_files", stdout);
        }
    }
    putchar('\'');
}

static void completion_zsh_print(void)
{
    puts("#compdef covdata\n# zsh completion of covdata, made by `covdata completion zsh`\n_covdata() {\n"
         "    local -a names\n    names=(");
    for (size_t i = 0; i < command_count; i++) {
        printf("        '%s:", commands[i].name);
        completion_quoted_print(commands[i].summary, ":");
        puts("'");
    }
    puts("        'help:explain a command'\n        'version:print the version'\n    )\n"
         "    if (( CURRENT == 2 )); then\n        _describe command names\n        return\n    fi\n"
         "    local name=${words[2]}\n    shift words\n    (( CURRENT-- ))\n    case $name in");
    for (size_t i = 0; i < command_count; i++) {
        printf("    %s)\n        _arguments", commands[i].name);
        for (size_t f = 0; f < flag_count; f++)
            if (completion_flag_shown(&flags[f]) && flag_taken(&flags[f], &commands[i]))
                completion_zsh_flag_print(&flags[f]);
        puts(" \\\n        '*:DIR:_files -/' ;;");
    }
    puts("    esac\n}\n_covdata \"$@\"");
}

/* The commands that take the flag, as fish's condition. */
static void completion_fish_flag_print(const struct flag *flag)
{
    fputs("complete -c covdata -n '__fish_seen_subcommand_from", stdout);
    for (size_t i = 0; i < command_count; i++)
        if (flag_taken(flag, &commands[i]))
            printf(" %s", commands[i].name);
    printf("' -o %s -d '", flag->name);
    completion_quoted_print(flag->help, "\\");
    putchar('\'');
    if (flag->choices) {
        fputs(" -x -a '", stdout);
        completion_choices_print(flag->choices);
        putchar('\'');
    } else if (flag->argument && completion_argument_is(flag, "DIR")) {
        fputs(" -x -a '(__fish_complete_directories)'", stdout);
    } else if (flag->argument) {
        fputs(completion_argument_is_path(flag) ? " -r -F" : " -x", stdout);
    }
    putchar('\n');
}

static void completion_fish_print(void)
{
    puts("# fish completion of covdata, made by `covdata completion fish`\n"
         "complete -c covdata -f\n"
         "complete -c covdata -n 'not __fish_use_subcommand' -a '(__fish_complete_directories)'");
    for (size_t i = 0; i < command_count; i++) {
        printf("complete -c covdata -n __fish_use_subcommand -a %s -d '", commands[i].name);
        completion_quoted_print(commands[i].summary, "\\");
        puts("'");
    }
    puts("complete -c covdata -n __fish_use_subcommand -a help -d 'explain a command'\n"
         "complete -c covdata -n __fish_use_subcommand -a version -d 'print the version'");
    for (size_t i = 0; i < flag_count; i++)
        if (completion_flag_shown(&flags[i]))
            completion_fish_flag_print(&flags[i]);
}

int completion_command(const struct options *options)
{
    if (strcmp(options->name, "bash") == 0)
        completion_bash_print();
    else if (strcmp(options->name, "zsh") == 0)
        completion_zsh_print();
    else if (strcmp(options->name, "fish") == 0)
        completion_fish_print();
    else
        usage("completion is for bash, zsh and fish, not for %s", options->name);
    return 0;
}

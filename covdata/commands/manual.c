/* covdata manual: prints the page covdata(1) in mdoc. In: the tables of commands and flags, so that the page cannot
 * differ from the program. */
#include <stdio.h>

#include "covdata/cli/commands.h"
#include "covdata/cli/flags.h"

#include "base/banned.h"

static const char head[] =
    ".Dd November 21, 2026\n.Dt COVDATA 1\n.Os CoverBuild\n.Sh NAME\n.Nm covdata\n.Nd report on and merge coverage "
    "data\n"
    ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Fl i Ar dir , Ns Ar ...\n.Op Ar flag ...\n.Op Ar dir ...\n"
    ".Nm\n.Cm help\n.Op Ar command\n.Nm\n.Cm version\n"
    ".Sh DESCRIPTION\n"
    ".Nm\nreads the files that covered programs leave in data directories, those of Go programs as well, reports on\n"
    "them and merges them.\n"
    "Directories after\n.Fl i\nare read without those below them; a plain argument is read with all directories below "
    "it.\n"
    "Flags are written as in Go:\n.Fl flag Ns = Ns Ar value\nor\n.Fl flag Ar value ,\nwith one dash or two, before or\n"
    "behind the directories.\n"
    ".Ss Commands\n.Bl -tag -width Ds\n";

static const char tail[] =
    ".El\n"
    ".Ss Patterns\n"
    "Patterns are separated by commas.\n.Sq ...\nstands for any text, and\n.Sq a/...\nmatches\n.Sq a\nand all below "
    "it.\n"
    "A leading dash excludes what matches; if all patterns have one, the rest is selected.\n"
    ".Ss Gates\n"
    "Gates are separated by commas.\nA gate is a percentage, after an optional measure\n"
    ".Pq statements, lines, functions, intraline\n"
    "and an optional scope\n.Pq total, package, contained, dependent, system\n"
    "with colons between them, as in\n.Sq package:lines:60 ,\nor a pattern of packages and an equals sign.\n"
    ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
    ".It Ev NO_COLOR\nIf set, no colours and bars on a terminal.\n"
    ".It Ev SOURCE_DATE_EPOCH\nThe time that reports state, in seconds since 1970.\n.El\n"
    ".Sh FILES\n.Bl -tag -width Ds\n"
    ".It Pa covmeta.*\nWhat a program consists of.\n.It Pa covcounters.*\nWhat one run of it executed.\n"
    ".It Pa .covdata\nFlags to always pass, a line each:\n.Sq flag = value .\nLines behind\n.Sq Bq command\n"
    "are for that command, those before for all that report.\n.El\n"
    ".Sh EXIT STATUS\n"
    "0 if all went well; 1 if something could not be read or written, or a gate is missed; 2 for a wrong command "
    "line.\n"
    ".Sh EXAMPLES\n"
    "The coverage of all tests of a build tree, and a gate:\n"
    ".Dl covdata summary -fail-under=80 build/cover/data\n"
    "A tracefile for genhtml:\n"
    ".Dl covdata lcov -o coverage.info build/cover/data\n"
    ".Sh SEE ALSO\n.Xr covercc 1 ,\n.Xr coverdata 5 ,\n.Xr coverbuild 7\n";

/* Text for mdoc: backslashes are shown, no line begins with a control character, and each sentence begins a line. */
static void manual_text_print(const char *text)
{
    bool begins = true;
    for (; *text; text++) {
        if (begins && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        begins = *text == '\n' || (text[0] == '.' && text[1] == ' ');
        if (*text == '\\')
            fputs("\\e", stdout);
        else
            putchar(*text);
        if (begins && *text == '.') {
            putchar('\n'); /* a sentence begins a line */
            text++;
        }
    }
}

/* A word of a macro's line, where a capital and a small letter would be a macro's name, and so would punctuation. */
static void manual_word_print(const char *word)
{
    fputs("\\&", stdout);
    for (; *word; word++)
        fputs((char[]){*word == '-' ? '\\' : *word, *word == '-' ? '-' : '\0', '\0'}, stdout);
}

static void manual_flag_print(const struct flag *flag)
{
    fputs(".It Fl ", stdout);
    manual_word_print(flag->name);
    if (flag->argument) {
        fputs(" Ar ", stdout);
        manual_word_print(flag->argument);
    }
    putchar('\n');
    manual_text_print(flag->help);
    puts(".");
    if (flag->groups == 0)
        return;
    fputs("For", stdout);
    const char *before = "\n.Cm ";
    for (size_t i = 0; i < command_count; i++) {
        if (!flag_taken(flag, &commands[i]))
            continue;
        printf("%s%s", before, commands[i].name);
        before = " ,\n.Cm ";
    }
    puts(" .");
}

int manual_command(const struct options *options)
{
    (void)options;
    fputs(head, stdout);
    for (size_t i = 0; i < command_count; i++) {
        fputs(".It Cm ", stdout);
        manual_word_print(commands[i].name);
        putchar('\n');
        manual_text_print(commands[i].help);
    }
    puts(".El\n.Ss Flags\n.Bl -tag -width Ds");
    for (size_t i = 0; i < flag_count; i++)
        if (flags[i].help)
            manual_flag_print(&flags[i]);
    fputs(tail, stdout);
    return 0;
}

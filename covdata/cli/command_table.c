/* The table of subcommands: what each is called, takes and does. Dispatch, help and shell completion go by it. */
#include "covdata/cli/commands.h"

const struct command commands[] = {
    {"percent", LIKE_GO | TAKES_OUT | TAKES_SELECT, percent_command, "output total percentage of statements covered",
     "-i=DIR[,DIR...]",
     "Prints for each package how many of its statements ran in any of the runs. With -o, also\n"
     "writes what `covdata textfmt` would write.\n"},
    {"func", LIKE_GO | TAKES_SELECT, func_command, "output coverage profile information for each function",
     "-i=DIR[,DIR...]", "Prints for each function where it starts and how many of its statements ran.\n"},
    {"pkglist", LIKE_GO | TAKES_SELECT, pkglist_command, "output list of package paths", "-i=DIR[,DIR...]",
     "Prints the path of each package, those of which nothing ran included.\n"},
    {"textfmt", LIKE_GO | TAKES_OUT | NEEDS_OUT | TAKES_SELECT, textfmt_command,
     "convert coverage data to textual format", "-i=DIR[,DIR...] -o=FILE",
     "Writes a line for each unit in the text format of Go's cmd/cover:\n"
     "FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT.\n"},
    {"merge", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR | TAKES_COMBINE, merge_command, "merge data files together",
     "-i=DIR[,DIR...] -o=DIR",
     "Adds up all runs of each program and writes one counter file for each into the output\n"
     "directory, which is made if missing. With -pcombine, all programs become one; with\n"
     "-pkg and its like, only the selected packages are kept.\n"},
    {"subtract", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR | TWO_INPUTS, subtract_command,
     "subtract one set of data files from another set", "-i=DIR,DIR -o=DIR",
     "Writes what ran in the first directory and in no run of the second: as data files, one counter\n"
     "file for each program, into the output directory, which is made if missing.\n"},
    {"intersect", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR, intersect_command,
     "generate intersection of two sets of data files", "-i=DIR,DIR[,DIR...] -o=DIR",
     "Writes what ran in the first directory and in all others, with the counts of the first, as\n"
     "data files into the output directory, which is made if missing. As in Go, a unit must have run\n"
     "in every counter file of the others that mentions its function: merge their runs first.\n"},
    {"baseline", TAKES_OUT | NEEDS_OUT | OUT_DIR, baseline_command,
     "take what was compiled as data of programs that never ran", "-o=DIR DIR...",
     "Finds the objects, executables and shared objects of a covered build below the directories, and\n"
     "writes what they consist of, without counters, into the output directory, which is made if\n"
     "missing. In reports on it and tests' data, code that nothing linked or ran is there at 0%.\n"},
    {"lcov", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_FNL, lcov_command, "write an lcov tracefile",
     "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts, for lcov, genhtml and other tools that read\n"
     "tracefiles; without -o, to standard output. Names of files are relative to the module's root.\n"},
    {"cobertura", TAKES_OUT | TAKES_SELECT | TAKES_GATES, cobertura_command, "write Cobertura's XML", "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts as Cobertura's XML, for CTest, GitLab and other\n"
     "tools; without -o, to standard output. Names of files are relative to the module's root.\n"},
    {"summary", TAKES_OUT | TAKES_SELECT | TAKES_TREE | TAKES_GATES | TAKES_COLOUR, summary_command,
     "show modules, packages, directories and files as a tree", "-i=DIR[,DIR...]",
     "Prints how many statements, lines, functions and intraline units ran, for each module, package, directory and\n"
     "file, and in total. Where a gate of -fail-under is missed, the exit status is 1.\n"},
    {"html", TAKES_OUT | NEEDS_OUT | OUT_DIR | TAKES_SELECT | TAKES_HTML, html_command,
     "write pages to be read in a browser", "-i=DIR[,DIR...] -o=DIR",
     "Writes a report into the output directory, which is made if missing: index.html shows modules,\n"
     "packages, directories and files, a page a file shows its source. Needs no server. Sources are\n"
     "found by the roots that the build mode recorded, or below -source.\n"},
    {"json", TAKES_OUT | TAKES_SELECT | TAKES_GATES, json_command, "write all of it as JSON", "-i=DIR[,DIR...]",
     "Writes packages, files, functions, lines and units with their counts, by the schema\n"
     "docs/reference/covdata.schema.json; without -o, to standard output.\n"},
    {"csv", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_TREE, csv_command, "write a table for spreadsheets",
     "-i=DIR[,DIR...]",
     "Writes a row for each file, or what -depth says, with how much of it ran, as comma-separated\n"
     "values; without -o, to standard output.\n"},
    {"markdown", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_TREE, markdown_command,
     "write a table for the summary of a CI job", "-i=DIR[,DIR...]",
     "Writes the summary's tree as a table in GitHub's Markdown; without -o, to standard output.\n"},
    {"sonarqube", TAKES_OUT | TAKES_SELECT | TAKES_GATES, sonarqube_command, "write SonarQube's generic coverage data",
     "-i=DIR[,DIR...]", "Writes lines as SonarQube's generic coverage XML; without -o, to standard output.\n"},
    {"jacoco", TAKES_OUT | TAKES_SELECT | TAKES_GATES, jacoco_command, "write JaCoCo's XML", "-i=DIR[,DIR...]",
     "Writes statements, lines and functions as JaCoCo's XML, directories being its packages;\n"
     "without -o, to standard output.\n"},
    {"codecov", TAKES_OUT | TAKES_SELECT | TAKES_GATES, codecov_command, "write Codecov's JSON", "-i=DIR[,DIR...]",
     "Writes lines with their counts as Codecov's own JSON; without -o, to standard output.\n"},
    {"coveralls", TAKES_OUT | TAKES_SELECT | TAKES_GATES, coveralls_command, "write Coveralls' JSON", "-i=DIR[,DIR...]",
     "Writes lines with their counts as the source_files of Coveralls' JSON, for which it reads the\n"
     "source files; without -o, to standard output.\n"},
    {"annotations", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_LEVEL, annotations_command,
     "write GitHub annotations of lines that did not run", "-i=DIR[,DIR...]",
     "Writes a workflow command for each run of lines that did not run, by which GitHub shows them\n"
     "beside the code; without -o, to standard output.\n"},
    {"badge", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_MEASURE, badge_command, "write a badge (SVG)",
     "-i=DIR[,DIR...]", "Writes a picture of the percentage of statements, or what -measure says, that ran.\n"},
    {"tests", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_LINE | TAKES_CHANGE | TAKES_SIDE | TAKES_FORMAT,
     tests_command, "list the tests that reached a line, a function or a change", "-i=DIR[,DIR...]",
     "Prints the names of the tests that reached -line, what is selected (-func, -file, -pkg) or a\n"
     "change; without a question, of all. A test's name is the tag `test` of its data (COVERTAGS),\n"
     "else the path of its directory below the input directory.\n"},
    {"unique", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_NAME, unique_command, "list what only one test reached",
     "TEST -i=DIR[,DIR...]",
     "Prints the units that ran in this test and in no other: file and lines, function, statements.\n"},
    {"order", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_FORMAT, order_command,
     "order the tests, those that reach most first", "-i=DIR[,DIR...]",
     "Prints all tests: first the one that reaches most units, then always the one that reaches most\n"
     "of those that none before it reached; with the coverage of statements so far.\n"},
    {"select", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_CHANGE | TAKES_SIDE | TAKES_FORMAT, select_command,
     "tell which tests a change needs, and what of it none reaches", "-i=DIR[,DIR...]",
     "Prints the tests that reached what a change touches, and which of its lines no test reached.\n"
     "Without -diff, -staged or -patch the change is that of the working tree.\n"},
    {"diff", TAKES_OUT | TAKES_SELECT | TAKES_CHANGE | TAKES_DIFF | TAKES_LEVEL | TAKES_GATES, diff_command,
     "show how much of a change is covered", "-i=DIR[,DIR...]",
     "Prints how many of the lines that a change puts in ran, by data of the changed code. Without\n"
     "-diff, -staged or -patch the change is that of the working tree. -fail-under=N asks for N percent\n"
     "of these lines.\n"},
    {"compare", TAKES_OUT | TAKES_SELECT | TAKES_COMPARE | TWO_INPUTS, compare_command,
     "show what got covered or lost between two data sets", "DIR DIR",
     "Prints the units that ran in the first directory and don't in the second (lost), those that do\n"
     "now (gained), and new ones that don't run. Units are the same if they are the same code, wherever it\n"
     "stands: by function and text with -before and -after, else by function and shape.\n"},
    {"debugdump", LIKE_GO | TAKES_LIVE, debugdump_command, "dump data in human-readable format for debugging purposes",
     "-i=DIR[,DIR...]", "Prints all that the data files say, in their own order.\n"},
    {"completion", TAKES_NAME | NO_INPUT, completion_command, "print a script for the shell's completion",
     "bash|zsh|fish",
     "Prints a script by which the shell completes covdata's commands and flags; installations put it\n"
     "where the shell finds it. By hand: eval \"$(covdata completion bash)\".\n"},
    {"manual", NO_INPUT, manual_command, "print the manual page", "",
     "Prints covdata(1) in mdoc; installations put it where man finds it. By hand:\n"
     "covdata manual | man -l -.\n"},
};
const size_t command_count = sizeof commands / sizeof *commands;

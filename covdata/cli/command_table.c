/* The table of subcommands: name, flags, function and help of each. Dispatch, help, the manual page and shell
 * completion use it. */
#include "covdata/cli/commands.h"

const struct command commands[] = {
    {"percent", LIKE_GO | TAKES_OUT | TAKES_SELECT, percent_command, "output total percentage of statements covered",
     "-i=DIR[,DIR...]",
     "Prints the percentage of each package's statements that ran. With -o, also writes what\n"
     "`covdata textfmt` would write.\n"},
    {"func", LIKE_GO | TAKES_SELECT, func_command, "output coverage profile information for each function",
     "-i=DIR[,DIR...]", "Prints each function's place and the percentage of its statements that ran.\n"},
    {"pkglist", LIKE_GO | TAKES_SELECT, pkglist_command, "output list of package paths", "-i=DIR[,DIR...]",
     "Prints the path of each package, including packages of which nothing ran.\n"},
    {"textfmt", LIKE_GO | TAKES_OUT | NEEDS_OUT | TAKES_SELECT, textfmt_command,
     "convert coverage data to textual format", "-i=DIR[,DIR...] -o=FILE",
     "Writes a line for each unit in the text format of Go's cmd/cover:\n"
     "FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT.\n"},
    {"merge", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR | TAKES_COMBINE, merge_command, "merge data files together",
     "-i=DIR[,DIR...] -o=DIR",
     "Adds up all runs of each program and writes one counter file for each. The output directory\n"
     "is created if missing. With -pcombine, all programs become one; with -pkg, -modpaths or\n"
     "-disposition, only the selected packages are kept.\n"},
    {"subtract", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR | TWO_INPUTS, subtract_command,
     "subtract one set of data files from another set", "-i=DIR,DIR -o=DIR",
     "Writes what ran in the first directory and not in the second, as data files with one counter\n"
     "file for each program. The output directory is created if missing.\n"},
    {"intersect", LIKE_GO | TAKES_OUT | NEEDS_OUT | OUT_DIR, intersect_command,
     "generate intersection of two sets of data files", "-i=DIR,DIR[,DIR...] -o=DIR",
     "Writes what ran in the first directory and in all others, with the counts of the first, as\n"
     "data files. The output directory is created if missing. As in Go, a unit must have run in\n"
     "every counter file of the others that mentions its function: merge their runs first.\n"},
    {"baseline", TAKES_OUT | NEEDS_OUT | OUT_DIR, baseline_command, "make data of compiled code that never ran",
     "-o=DIR DIR...",
     "Finds the objects, executables and shared objects of a covered build below the directories and\n"
     "writes their meta-data, without counters. The output directory is created if missing. Reports\n"
     "on this and the tests' data show code that was never linked or run at 0%.\n"},
    {"lcov", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_FNL, lcov_command, "write an lcov tracefile",
     "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts, for lcov, genhtml and other tools that read\n"
     "tracefiles. Without -o, writes to standard output. File names are relative to the module's root.\n"},
    {"cobertura", TAKES_OUT | TAKES_SELECT | TAKES_GATES, cobertura_command, "write Cobertura's XML", "-i=DIR[,DIR...]",
     "Writes lines and functions with their counts as Cobertura's XML, for CTest, GitLab and other\n"
     "tools. Without -o, writes to standard output. File names are relative to the module's root.\n"},
    {"summary", TAKES_OUT | TAKES_SELECT | TAKES_TREE | TAKES_GATES | TAKES_COLOUR, summary_command,
     "show modules, packages, directories and files as a tree", "-i=DIR[,DIR...]",
     "Prints how many statements, lines, functions and conditions (operands of && and ||, arms of ?:)\n"
     "ran, for each module, package, directory and file, and in total. If a gate of -fail-under is\n"
     "missed, the exit status is 1.\n"},
    {"html", TAKES_OUT | NEEDS_OUT | OUT_DIR | TAKES_SELECT | TAKES_HTML, html_command, "write a report for a browser",
     "-i=DIR[,DIR...] -o=DIR",
     "Writes a report: index.html shows modules, packages, directories and files, and a page for each\n"
     "file shows its source. The output directory is created if missing. The report needs no server.\n"
     "Sources are found by the roots that the build mode recorded, or below -source.\n"},
    {"json", TAKES_OUT | TAKES_SELECT | TAKES_GATES, json_command, "write everything as JSON", "-i=DIR[,DIR...]",
     "Writes packages, files, functions, lines and units with their counts, by the schema\n"
     "docs/reference/covdata.schema.json. Without -o, writes to standard output.\n"},
    {"csv", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_TREE, csv_command, "write a table for spreadsheets",
     "-i=DIR[,DIR...]",
     "Writes a row for each file, or for each part at the level -depth, as comma-separated values.\n"
     "Without -o, writes to standard output.\n"},
    {"markdown", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_TREE, markdown_command,
     "write a table for the summary of a CI job", "-i=DIR[,DIR...]",
     "Writes the summary's tree as a table in GitHub's Markdown. Without -o, writes to standard output.\n"},
    {"sonarqube", TAKES_OUT | TAKES_SELECT | TAKES_GATES, sonarqube_command, "write SonarQube's generic coverage data",
     "-i=DIR[,DIR...]", "Writes lines as SonarQube's generic coverage XML. Without -o, writes to standard output.\n"},
    {"jacoco", TAKES_OUT | TAKES_SELECT | TAKES_GATES, jacoco_command, "write JaCoCo's XML", "-i=DIR[,DIR...]",
     "Writes statements, lines and functions as JaCoCo's XML, with a package for each directory.\n"
     "Without -o, writes to standard output.\n"},
    {"codecov", TAKES_OUT | TAKES_SELECT | TAKES_GATES, codecov_command, "write Codecov's JSON", "-i=DIR[,DIR...]",
     "Writes lines with their counts as Codecov's own JSON. Without -o, writes to standard output.\n"},
    {"coveralls", TAKES_OUT | TAKES_SELECT | TAKES_GATES, coveralls_command, "write Coveralls' JSON", "-i=DIR[,DIR...]",
     "Writes lines with their counts as the source_files of Coveralls' JSON. Reads the source files.\n"
     "Without -o, writes to standard output.\n"},
    {"annotations", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_LEVEL, annotations_command,
     "write GitHub annotations of lines that did not run", "-i=DIR[,DIR...]",
     "Writes a workflow command for each group of lines that did not run, so that GitHub shows them\n"
     "beside the code. Without -o, writes to standard output.\n"},
    {"badge", TAKES_OUT | TAKES_SELECT | TAKES_GATES | TAKES_MEASURE, badge_command, "write a badge (SVG)",
     "-i=DIR[,DIR...]", "Writes a picture of the percentage of statements that ran, or of another -measure.\n"},
    {"tests", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_LINE | TAKES_CHANGE | TAKES_SIDE | TAKES_FORMAT,
     tests_command, "list the tests that reached a line, a function or a change", "-i=DIR[,DIR...]",
     "Prints the names of the tests that reached -line, the selected code (-func, -file, -pkg) or a\n"
     "change; without any of these, of all tests. A test's name is the tag `test` of its data\n"
     "(COVERTAGS), else the path of its directory below the input directory.\n"},
    {"unique", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_NAME, unique_command,
     "list the code that only one test reached", "TEST -i=DIR[,DIR...]",
     "Prints each unit that ran only in this test: file and lines, function, statements.\n"},
    {"order", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_FORMAT, order_command,
     "order the tests by how much code they add", "-i=DIR[,DIR...]",
     "Prints all tests, each with the statement coverage so far: first the test that reaches most\n"
     "units, then each time the test that adds most units to those before it.\n"},
    {"select", TAKES_OUT | TAKES_INDEX | TAKES_SELECT | TAKES_CHANGE | TAKES_SIDE | TAKES_FORMAT, select_command,
     "list the tests that a change needs, and its lines that no test reaches", "-i=DIR[,DIR...]",
     "Prints the tests that reached the changed code, and the changed lines that no test reached.\n"
     "Without -diff, -staged or -patch the change is that of the working tree.\n"},
    {"diff", TAKES_OUT | TAKES_SELECT | TAKES_CHANGE | TAKES_DIFF | TAKES_LEVEL | TAKES_GATES, diff_command,
     "show how much of a change is covered", "-i=DIR[,DIR...]",
     "Prints how many of a change's new lines ran; the data must be from the changed code. Without\n"
     "-diff, -staged or -patch the change is that of the working tree. -fail-under=N requires N\n"
     "percent of these lines.\n"},
    {"compare", TAKES_OUT | TAKES_SELECT | TAKES_COMPARE | TWO_INPUTS, compare_command,
     "show coverage gained and lost between two data sets", "DIR DIR",
     "Prints the units that ran in the first directory but not in the second (lost), those that ran\n"
     "only in the second (gained), and new units that did not run. Units match by function and text\n"
     "with -before and -after, else by function and shape, wherever they moved.\n"},
    {"debugdump", LIKE_GO | TAKES_LIVE, debugdump_command, "dump data in human-readable format for debugging purposes",
     "-i=DIR[,DIR...]", "Prints everything in the data files, in their order.\n"},
    {"completion", TAKES_NAME | NO_INPUT, completion_command, "print a shell completion script", "bash|zsh|fish",
     "Prints a script that completes covdata's commands and flags. Installing puts it where the shell\n"
     "finds it. By hand: eval \"$(covdata completion bash)\".\n"},
    {"manual", NO_INPUT, manual_command, "print the manual page", "",
     "Prints covdata(1) in mdoc. Installing puts it where man finds it. By hand:\n"
     "covdata manual | man -l -.\n"},
};
const size_t command_count = sizeof commands / sizeof *commands;

#!/usr/bin/env python3
"""functions.py ROOT: measures the C functions of our own code, from the `{` in column 1 to the `}` in column 1.

Prints the figures of each top folder and of all. Status 1 if all together are longer than CONTRIBUTING.md wants.
"""
import os
import statistics
import sys

FOLDERS = ["base", "format", "runtime", "instr", "covdata"]
MEDIAN, NINETIETH = 12, 25


def function_lengths(path):
    begin = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.rstrip() == "{":
                begin = number
            elif line.rstrip() == "}" and begin is not None:
                yield number - begin + 1, f"{path}:{begin}"
                begin = None


def folder_lengths(top):
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith(".c"):
                yield from function_lengths(os.path.join(folder, name))


def figures(lengths):
    sizes = sorted(length for length, _ in lengths)
    return len(sizes), statistics.median(sizes), sizes[len(sizes) * 9 // 10], max(lengths)


def main():
    every = []
    for name in FOLDERS:
        lengths = list(folder_lengths(os.path.join(sys.argv[1], name)))
        every += lengths
        count, median, ninetieth, (longest, place) = figures(lengths)
        print(f"{name}: {count} functions, median {median:g} lines, 90th percentile {ninetieth}, longest {longest} ({place})")
    count, median, ninetieth, _ = figures(every)
    print(f"all: {count} functions, median {median:g} lines (at most {MEDIAN}), 90th percentile {ninetieth} (at most {NINETIETH})")
    return 1 if median > MEDIAN or ninetieth > NINETIETH else 0


if __name__ == "__main__":
    sys.exit(main())

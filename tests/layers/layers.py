#!/usr/bin/env python3
"""layers.py ROOT: holds the #include graph of the sources to the rooms and layers of docs/internals/architecture.md.

A room is a folder with C files. A file may include files of its own room and of the rooms that ROOMS lists for it;
files must not form a circle, and the runtime's conditionals on the platform stand in one place. Prints each violation, then one line with the size of the graph. Status 1 if there is any.
"""
import os
import re
import sys

# room: the rooms whose headers its files may include. A room stands after all the rooms that it names: no way up.
ROOMS = {
    "format": "",
    "base": "",
    "runtime": "format",
    "runtime/platform": "runtime format",
    "instr/toolchain": "base format",
    "instr/c": "base",
    "instr/preprocess": "base instr/toolchain instr/c",
    "instr/instrument": "base format instr/c",
    "instr/project": "base format instr/toolchain instr/instrument",
    "instr/driver": "base format instr/toolchain instr/c instr/project instr/preprocess instr/instrument",
    "covdata/data": "base format",
    "covdata/model": "base format covdata/data",
    "covdata/contexts": "base format covdata/data covdata/model covdata/diff",
    "covdata/diff": "base format covdata/data covdata/model",
    "covdata/formats": "base format covdata/data covdata/model covdata/contexts covdata/diff",
    "covdata/formats/html": "base format covdata/data covdata/model covdata/contexts covdata/diff covdata/formats",
    "covdata/cli": "base format covdata/data covdata/model covdata/diff",
    "covdata/commands": "base format covdata/data covdata/model covdata/contexts covdata/diff covdata/formats"
                        " covdata/formats/html covdata/cli",
    "covdata": "base covdata/cli",
}
# A source whose whole job is to include others: the runtime for bare metal is one translation unit.
AMALGAMATIONS = {"runtime/platform/baremetal.c"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
PLATFORM = re.compile(r"\s*#\s*(el)?if.*\b(__(linux|unix|APPLE|ELF|x86_64|i386|arm|aarch64|BYTE_ORDER)__|_WIN32|__(GNUC|clang)__)")


def sources(root):
    for room in ROOMS:
        for name in sorted(os.listdir(os.path.join(root, room))):
            if name.endswith((".c", ".h")):
                yield room + "/" + name


def includes(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return INCLUDE.findall(file.read())


def unlisted_rooms(root):
    """Folders with C files that ROOMS does not know."""
    for top in sorted({room.split("/")[0] for room in ROOMS}):
        for folder, _, names in os.walk(os.path.join(root, top)):
            room = os.path.relpath(folder, root)
            if room not in ROOMS and room != "runtime/cover" and any(name.endswith((".c", ".h")) for name in names):
                yield room


def wrong_arrows(graph):
    for path, targets in graph.items():
        room = os.path.dirname(path)
        for target in targets:
            down = os.path.dirname(target)
            if down not in (room, "runtime/cover") and down not in ROOMS[room].split() and path not in AMALGAMATIONS:
                yield f"{path} includes {target}: {room} may include {ROOMS[room] or 'nothing'}"


def circles(graph):
    done, trail = set(), []

    def visit(path):
        if path in trail:
            yield " -> ".join(trail[trail.index(path):] + [path])
        elif path not in done:
            trail.append(path)
            for target in graph.get(path, []):
                yield from visit(target)
            trail.pop()
            done.add(path)

    for path in graph:
        yield from visit(path)


def platform_conditionals(root, graph):
    """Conditionals on the platform in the runtime, outside of port.h and platform/."""
    for path in graph:
        if path.startswith("runtime/") and path != "runtime/port.h" and not path.startswith("runtime/platform/"):
            with open(os.path.join(root, path), encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    if PLATFORM.match(line):
                        yield f"{path}:{number}: a conditional on the platform belongs in runtime/port.h or runtime/platform/"


def main():
    root = sys.argv[1]
    graph = {path: includes(root, path) for path in sources(root)}
    faults = [f"{room}: a folder with C files that is no room" for room in unlisted_rooms(root)]
    faults += wrong_arrows(graph)
    faults += (f"circle: {circle}" for circle in circles(graph))
    faults += platform_conditionals(root, graph)
    for fault in faults:
        print(fault)
    arrows = sum(len(targets) for targets in graph.values())
    print(f"{len(graph)} files in {len(ROOMS)} rooms, {arrows} includes, {len(faults)} upward or circular")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

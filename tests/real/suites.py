#!/usr/bin/env python3
"""suites.py: compiles the files of a compiler's own test suite plainly and through covercc, and compares.

usage: suites.py [options] COVERCC FILE...

Each FILE is a C source of GCC's testsuite (`dg-options` tell its flags) or of Clang's (`RUN:` lines do). It is compiled
twice in an empty directory, by the compiler alone and through covercc. What must be equal: the exit status, the
messages (where the plain compiler repeats its own), and whether there is an object. With --execute the object is linked and run as well: exit status and output. A
difference is listed with its kind ("skipped": covercc said that it does not instrument the file); --known names a file of `KIND GLOB REASON` lines for those that are understood.

  --compiler CC    gcc (default) or clang; may be a versioned name
  --mode MODE      set (default), count or atomic
  --flags FLAGS    added to every compile, for instance "-O2 -Wall"
  --covercc-flags FLAGS  added to covercc's options, for instance --intraline
  --every N        only one file in N
  --execute        link and run
  --known FILE     differences that are understood; a line may be "KIND GLOB REASON" or "KIND@MODE GLOB REASON"
  --jobs N         compiles at a time (default 2)
  --verbose        print both sides of each difference

Prints each difference that is not known, then how many files were tried and how many differ by kind. Status 1 if one
of them is not known.
"""
import argparse
import collections
import concurrent.futures
import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

LIMIT = 60  # seconds for one compile or run
ENVIRONMENT = dict(os.environ, LC_ALL="C")
# Options of clang -cc1 that the driver knows by the same name.
CC1_OPTIONS = re.compile(r"-(std=|W|pedantic|D|U|O|fblocks|fno-|fgnu89-inline|fopenmp|fwrapv|fms-extensions|funsigned-char|ffreestanding"
                         r"|trigraphs|ansi|fshort-wchar|ffast-math|fexceptions|fenable-matrix|fdouble-square-bracket)")


# What covercc says for itself: which file or function it does not instrument.
OURS = re.compile(rb"^covercc: .*\n", re.MULTILINE)


def neutral(messages):
    """Without names of temporary files."""
    return re.sub(rb"/tmp/cc\w+\.|/suites-\w+/(plain|covered)/", b"TEMPORARY", messages)


def gcc_flags(text):
    """The first unconditional dg-options of the file."""
    match = re.search(r'dg-options\s+"([^"]*)"\s*}', text) or re.search(r"dg-options\s+{([^}]*)}\s*}", text)
    flags = shlex.split(match.group(1)) if match else []
    for extra in re.findall(r'dg-additional-options\s+"([^"]*)"\s*}', text):
        flags += shlex.split(extra)
    return [flag for flag in flags if not flag.startswith(("-fdump", "-fsave", "-save-temps", "-fcompare-debug", "-fplugin"))]


def clang_flags(text):
    """Of the first RUN line that calls the compiler what the driver understands; None: it is not for C on this machine."""
    match = re.search(r"RUN:.*%clang(?:_cc1)?\s+((?:[^\n]*\\\n)*[^\n]*)", text)
    if match is None:
        return []
    words = re.sub(r"\\\n\s*//\s*(RUN:)?", " ", match.group(1)).split("|")[0].split()
    if any(word.startswith(("c++", "objective", "cuda", "cl", "ir", "assembler", "hip")) for word in words):
        return None
    for flag, value in zip(words, words[1:]):
        if flag == "-triple" and not value.startswith(("x86_64", "%itanium")):
            return None
    return [word.strip("'\"") for word in words if CC1_OPTIONS.match(word)]


def run(command, cwd):
    try:
        done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)
        return done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        return "timeout", b"", b""


class Result:
    def __init__(self, options, path, work):
        with open(path, encoding="latin-1") as file:
            text = file.read()
        self.path, self.kinds, self.sides, self.unstable = path, [], {}, False
        self.instrumented = False
        flags = gcc_flags(text) if "dg-" in text or "RUN:" not in text else clang_flags(text)
        self.skipped = flags is None or bool(re.search(r'dg-options\s+"[^"]*\$', text))
        if self.skipped:
            return
        compile_line = [options.compiler, *flags, *options.flags, "-I" + os.path.dirname(path), "-c", path, "-o", "t.o"]
        wrapper = [options.covercc, "--root=/", "--module=suite", "--pkg=mod,test", "--mode=" + options.mode, *options.covercc_flags, "--"]
        plain, covered = os.path.join(work, "plain"), os.path.join(work, "covered")
        for folder in plain, covered:
            os.mkdir(folder)
        before, after = run(compile_line, plain), run(wrapper + compile_line, covered)
        self.compare("compile-timeout" if "timeout" in (before[0], after[0]) else "status", before[0], after[0])
        if before[0] == after[0] and neutral(before[2]) != neutral(OURS.sub(b"", after[2])):
            if not self.varies(compile_line, plain, before[2]):
                self.compare("messages", before[2], OURS.sub(b"", after[2]))
        self.compare("skipped", b"", b"".join(OURS.findall(after[2])))
        self.compare("object", os.path.exists(plain + "/t.o"), os.path.exists(covered + "/t.o"))
        if os.path.exists(covered + "/t.o"):
            with open(covered + "/t.o", "rb") as file:
                self.instrumented = b"__covrecs" in file.read()
        if options.execute and not self.kinds and os.path.exists(plain + "/t.o"):
            self.execute(options, flags, wrapper, plain, covered)

    def varies(self, compile_line, plain, messages):
        """Do the compiler's own messages differ from run to run, as by the order of addresses or in a stack dump?"""
        self.unstable = any(neutral(run(compile_line, plain)[2]) != neutral(messages) for _ in range(3))
        return self.unstable

    def execute(self, options, flags, wrapper, plain, covered):
        link = [options.compiler, *[flag for flag in flags if flag.startswith("-f") or flag.startswith("-m")], *options.flags,
                "t.o", "-o", "t", "-lm"]
        before, after = run(link, plain), run(wrapper + link, covered)
        self.compare("link", before[0], after[0])
        if before[0] == 0 == after[0]:
            self.compare("output", run(["./t"], plain), run(["env", "COVERDIR=" + covered, "./t"], covered))

    def compare(self, kind, before, after):
        if before != after:
            self.kinds.append(kind)
            self.sides[kind] = before, after


def try_file(options, path):
    work = tempfile.mkdtemp(prefix="suites-")
    try:
        return Result(options, os.path.abspath(path), work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def read_known(path):
    if path is None:
        return []
    with open(path, encoding="utf-8") as file:
        lines = (line.strip() for line in file)
        return [line.split(None, 2) for line in lines if line and not line.startswith("#")]


def is_known(known, mode, kind, path):
    return any(each[0] in (kind, kind + "@" + mode) and fnmatch.fnmatch(path, "*/" + each[1]) for each in known)


def parse_arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--compiler", default="gcc")
    parser.add_argument("--mode", default="set")
    parser.add_argument("--flags", default="", type=shlex.split)
    parser.add_argument("--covercc-flags", default="", type=shlex.split)
    parser.add_argument("--every", default=1, type=int)
    parser.add_argument("--execute", action="store_true")
    parser.add_argument("--known")
    parser.add_argument("--jobs", default=2, type=int)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("covercc")
    parser.add_argument("files", nargs="+")
    return parser.parse_args()


def show(result, kind, verbose):
    print(f"{kind} {result.path}")
    if verbose:
        for side, value in zip(("plain", "covered"), result.sides[kind]):
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            print("  %s: %s" % (side, text.strip()[:1500].replace("\n", "\n    ")))


def main():
    options = parse_arguments()
    options.covercc = os.path.abspath(options.covercc)
    known = read_known(options.known)
    counts, unknown, skipped, unstable, instrumented = collections.Counter(), 0, 0, 0, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for result in pool.map(lambda path: try_file(options, path), options.files[::options.every]):
            skipped += result.skipped
            unstable += result.unstable
            instrumented += result.instrumented
            for kind in result.kinds:
                understood = is_known(known, options.mode, kind, result.path)
                counts[kind + (" (known)" if understood else "")] += 1
                if not understood:
                    unknown += 1
                    show(result, kind, options.verbose)
    tried = len(options.files[::options.every]) - skipped
    print(f"{tried} files tried, {instrumented} instrumented, {skipped} not for this compiler, {unstable} unlike from run to run; " +
          (", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "no difference"))
    return 1 if unknown or instrumented == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

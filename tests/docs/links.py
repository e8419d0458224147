"""links.py ROOT: every Markdown page of the tree refers only to things that exist.

Checks relative links, their anchors (as GitHub and GitLab derive them from headings), and each file or folder of this
tree that a page names in its text. Prints one line for each fault and exits with 1 if there is any.
"""

import os
import re
import sys

ROOMS = "base bench cmake covdata docs examples format instr meson runtime scripts tests".split()
LINK = re.compile(r"(?<!\\)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
NAMED = re.compile(r"(?<![\w/.<>$~=-])(?:%s)/[\w./-]*[\w/](?![\w*<{])" % "|".join(ROOMS))
ELSEWHERE = {"runtime/coverage"}  # a package of Go's
PLACEHOLDER = re.compile(r"/[A-Z]+\b")  # covdata/commands/NAME.c


def pages(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(("build", ".work", ".git")) or f in (".github", ".gitlab"))
        yield from (os.path.join(folder, f) for f in sorted(files) if f.endswith(".md"))


def text_lines(path):
    """The lines of a page with their numbers, without code blocks."""
    fenced = False
    with open(path, encoding="utf-8") as page:
        for number, line in enumerate(page, 1):
            if line.startswith("```"):
                fenced = not fenced
            elif not fenced and not line.startswith("    "):
                yield number, line


def anchors(path):
    found = set()
    for _, line in text_lines(path):
        heading = re.match(r"#+ +(.*)", line)
        if heading:
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).strip().lower()
            found.add(re.sub(r"[^\w\- ]", "", text).replace(" ", "-"))
    return found


def link_fault(path, link):
    target, _, anchor = link.partition("#")
    if re.match(r"[a-z]+:", link):
        return None
    target = os.path.join(os.path.dirname(path), target) if target else path
    if not os.path.exists(target):
        return "nothing at " + link
    if anchor and anchor not in anchors(target):
        return "no heading for " + link
    return None


def named_fault(root, name):
    if name in ELSEWHERE or PLACEHOLDER.search(name):
        return None
    if any(os.path.exists(os.path.join(root, name + suffix)) for suffix in ("", ".c", ".h")):  # "c/lex" is lex.c and lex.h
        return None
    return "names " + name + ", which is not in the tree"


def main():
    root = sys.argv[1]
    faults = []
    for path in pages(root):
        for number, line in text_lines(path):
            found = [link_fault(path, link) for link in LINK.findall(line)]
            found += [named_fault(root, name.rstrip(".")) for name in NAMED.findall(LINK.sub("", line))]
            faults += ["%s:%d: %s" % (os.path.relpath(path, root), number, fault) for fault in found if fault]
    print("\n".join(faults))
    return 1 if faults else 0


sys.exit(main())

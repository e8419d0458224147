# What the JSON, CSV, Markdown and annotation exports of one data set say, read by Python's own readers: the same lines with
# the same counts as the tracefile, and nothing that a name could have made.
# usage: formats.py NAME SCHEMA   (in a directory with NAME.info, .json, .codecov, .coveralls, .csv, .md, .notes, .sonar, .jacoco)
import csv, json, re, sys
import xml.etree.ElementTree as tree

name, schema = sys.argv[1:3]


def fail(text):
    sys.exit("FAILED: %s: %s" % (name, text))


def same(what, got, wanted):
    if got != wanted:
        fail("%s: %r instead of %r" % (what, sorted(got.items())[:20], sorted(wanted.items())[:20]))


lines, functions, file = {}, {}, None
for line in open(name + ".info", encoding="utf-8", newline="\n"):
    key, _, value = line.rstrip("\n").partition(":")
    if key == "SF":
        file = value
    elif key == "DA":
        number, count = value.split(",")
        lines[file, int(number)] = int(count)
    elif key == "FNDA":
        functions[file, value.partition(",")[2]] = int(value.partition(",")[0])
hit = {place: count > 0 for place, count in lines.items()}

document = json.load(open(name + ".json", encoding="utf-8"))
try:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(json.load(open(schema)))
    jsonschema.validate(document, json.load(open(schema)))
except ImportError:
    print("SKIP: python3-jsonschema is not installed: the schema not checked")
files = [file for package in document["packages"] for file in package["files"]]
same("json", {(f["name"], n): count for f in files for first, last, count in f["lines"]
              for n in range(first, last + 1)}, lines)
total = document["covered"]
if [total["lines"]["covered"], total["lines"]["total"]] != [sum(hit.values()), len(hit)]:
    fail("json: totals")
for f in files:
    if f["covered"]["statements"]["total"] != sum(u[4] for u in f["units"]) and name != "hostile":
        fail("json: statements of " + f["name"])
    if f["covered"]["intraline"]["total"] != sum(u[4] == 0 for u in f["units"]):
        fail("json: intraline units of " + f["name"])

codecov = json.load(open(name + ".codecov", encoding="utf-8"))["coverage"]
same("codecov", {(f, int(n)): count for f in codecov for n, count in codecov[f].items()}, lines)
for f in json.load(open(name + ".coveralls", encoding="utf-8"))["source_files"]:
    same("coveralls " + f["name"], {(f["name"], n + 1): c for n, c in enumerate(f["coverage"]) if c is not None},
         {place: count for place, count in lines.items() if place[0] == f["name"]})
    if not re.fullmatch("[0-9a-f]{32}", f["source_digest"]):
        fail("coveralls: digest")

sonar = tree.parse(name + ".sonar").getroot()
same("sonarqube", {(f.get("path"), int(l.get("lineNumber"))): l.get("covered") == "true" for f in sonar for l in f}, hit)
jacoco = tree.parse(name + ".jacoco").getroot()
same("jacoco", {((p.get("name") + "/" if p.get("name") else "") + f.get("name"), int(l.get("nr"))): l.get("ci") == "1"
                for p in jacoco.iter("package") for f in p.iter("sourcefile") for l in f.iter("line")}, hit)
counted = {c.get("type"): (int(c.get("covered")), int(c.get("missed"))) for c in jacoco.findall("counter")}
if counted["LINE"] != (sum(hit.values()), len(hit) - sum(hit.values())):
    fail("jacoco: counters %r" % counted)

rows = list(csv.DictReader(open(name + ".csv", encoding="utf-8", newline="")))
for row in rows:
    if None in row or None in row.values():
        fail("csv: %r" % row)
    if any(value[:1] in "=+-@" for value in row.values() if value):
        fail("csv: a formula: %r" % row)
by_file = {}
for (f, _), ran in hit.items():
    by_file[f] = by_file.get(f, 0) + ran
if sum(int(row["lines_covered"]) for row in rows) < sum(by_file.values()):
    fail("csv: lines")

missing = {}
for line in open(name + ".notes", encoding="utf-8", newline="\n"):
    found = re.fullmatch("::error file=([^:,]*),line=([0-9]+),endLine=([0-9]+),title=Not covered::([^\r\n]*)\n", line)
    if not found:
        fail("annotation %r" % line)
    for n in range(int(found[2]), int(found[3]) + 1):
        path = re.sub("%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), found[1])
        missing[path, n] = True
same("annotations", missing, {place: True for place, ran in hit.items() if not ran})

markdown = open(name + ".md", encoding="utf-8", newline="\n").read()
table = markdown.split("\n\n", 1)[1].rstrip("\n").split("\n")
if len({row.count("|") for row in table}) != 1 or re.search("[<>`*\\[\\]\\\\]", "".join(table[3:])):
    fail("markdown: %s" % markdown)
badge = tree.parse(name + ".svg").getroot()
if badge.find("{http://www.w3.org/2000/svg}title").text != "coverage: %d%%" % (
        100 * sum(hit.values()) // len(hit)):
    fail("badge")

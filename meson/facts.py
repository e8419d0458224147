"""facts.py [--pkg=LIST] [--mode=M] [--granularity=G] [--class=LIST] [--covercc=FILE] BUILD OUTPUT: states what Meson knows of the build for
`covercc plan` (docs/reference/manifest.md). covercc --meson runs it if the manifest is missing or older than Meson's introspection files. The options of
the subproject cover, where there is one, take precedence over those of the command line. Whose code a folder holds is decided by covercc."""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import introspect


def fact(key, *values):
    line = " ".join((key,) + values)
    if "\n" in line or "\r" in line:
        introspect.die("a line break in a name: %r" % line)
    return line


def linked_targets(target, libraries):
    """The names of the libraries whose files the link command names. Meson says them since 1.1."""
    words = [word for sources in target["target_sources"] if "linker" in sources for word in sources.get("parameters", [])]
    names = [libraries[os.path.basename(word)] for word in words if os.path.basename(word) in libraries]
    return list(dict.fromkeys(names))


def target_facts(build, target, libraries):
    """A target, the project it is part of, its sources and include directories."""
    folder = os.path.dirname(target["defined_in"])
    project, root = build.project["descriptive_name"], build.source
    if target["subproject"]:
        project, root = target["subproject"], build.subproject_dir(target["subproject"])
        if os.path.commonpath([folder, root]) != root:
            root = folder
    kind = {"executable": "executable", "static library": "static", "shared library": "shared"}.get(target["type"], "other")
    lines = [fact("target", target["name"]), fact("type", kind), fact("folder", folder), fact("subproject", project), fact("subproject-root", root)]
    lines += ["installed"] if target.get("installed") else []
    lines += [fact("links", name) for name in linked_targets(target, libraries)]
    lines += [fact("objects", name + ".p") for name in target["filename"]]
    for sources in target["target_sources"]:
        if sources.get("language") == "c":
            for path in sources["sources"] + sources["generated_sources"]:
                language = "C" if path.endswith((".c", ".i")) else "other"
                lines.append(fact("source", language, os.path.normpath(path)))
        lines += [fact("includes", os.path.normpath(word[2:])) for word in sources.get("parameters", []) if word.startswith("-I")]
    return lines


def unit_choices(options):
    """What counts as a unit, and whether everything must be instrumented."""
    flags = {"coverintraline": "intraline", "covercalls": "calls", "coverlinedirectives": "line-directives", "coverstrict": "strict"}
    lines = [fact(key, "1") for option, key in flags.items() if options.get(option)]
    names = options.get("covernoreturn", [])
    return lines + ([fact("noreturn", "covernoreturn", ",".join(names))] if names else [])


def choices_of_packages(arguments, options):
    """What the user says of packages. Nothing is selected where coverage is disabled."""
    lines = [fact("override", "coverclass", ",".join(options.get("coverclass", [arguments.classes])))]
    if options.get("cover") != "disabled":
        lines.append(fact("select", "coverpkg", ",".join(options.get("coverpkg", [arguments.pkg]))))
    return lines


def head(build, arguments, options):
    log = os.path.join(build.root, "cover", "build.log")
    skipped = os.path.join(build.root, "cover", "skipped.log")
    lines = ["coverbuild-facts 1", fact("project", build.project["descriptive_name"]), fact("root", build.source), fact("build", build.root),
             fact("mode", options.get("covermode", arguments.mode)), fact("granularity", options.get("covergran", arguments.granularity)),
             fact("skipped", skipped), fact("log", log)]
    lines += unit_choices(options)
    if arguments.covercc:
        lines.append(fact("depends", arguments.covercc))
    file = os.path.join(build.root, build.project["subproject_dir"], "cover", "cover.options")
    if os.path.exists(file):
        lines.append(fact("depends", file))
    lines.append(fact("unowned", build.root))  # generated headers there serve every target
    return lines + choices_of_packages(arguments, options)


def compiled_targets(build):
    """Libraries before programs: a folder's headers belong to the first target that claims it."""
    targets = [target for target in build.load("intro-targets") if "library" in target["type"] or target["type"] == "executable"]
    targets = [target for target in targets if any(sources.get("compiler") for sources in target["target_sources"])]
    return sorted(targets, key=lambda target: target["type"] == "executable")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pkg", default="mod")
    parser.add_argument("--mode", default="set")
    parser.add_argument("--granularity", default="perblock")
    parser.add_argument("--class", dest="classes", default="")
    parser.add_argument("--covercc")
    parser.add_argument("build")
    parser.add_argument("output")
    arguments = parser.parse_args()
    build = introspect.BuildTree(arguments.build)
    lines = head(build, arguments, build.cover_options())
    targets = compiled_targets(build)
    libraries = {os.path.basename(name): target["name"] for target in targets if "library" in target["type"] for name in target["filename"]}
    for target in targets:
        lines += target_facts(build, target, libraries)
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main()

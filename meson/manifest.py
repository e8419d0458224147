"""manifest.py [--pkg=LIST] [--mode=M] [--granularity=G] [--class=LIST] [--covercc=FILE] BUILD: writes BUILD/cover/manifest.txt
(docs/reference/manifest.md) from what Meson knows of the build. Run by covercc --meson when that file is missing or older than Meson's. The options of the
subproject cover, where there is one, go before those of the command line."""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import introspect

# As in cmake/CoverBuild/Classify.cmake and instr/project/package.c; a test compares the three.
VENDOR_NAMES = """third_party third-party thirdparty 3rdparty 3rd_party 3rd-party vendor vendored external externals extern
deps dependencies subprojects""".split()
DISPOSITIONS = ("contained", "dependent", "system")


class Package:
    def __init__(self, path, module, root, disposition):
        self.path, self.module, self.root, self.disposition = path, module, root, disposition
        self.selected = False
        self.lines = []


def is_below(path, root):
    return path == root or path.startswith(root.rstrip("/") + "/")


def matches(pattern, path):
    """As Go matches import paths: ... is any text, x/... matches x too; * is any text without a slash."""
    regex = re.escape(pattern).replace(r"\.\.\.", ".*").replace(r"\*", "[^/]*")
    if pattern.endswith("/..."):
        regex = regex[: -len("/.*")] + "(/.*)?"
    return re.fullmatch(regex, path) is not None


def option_list(text):
    return [item for item in re.split("[,;]", text) if item]


class Survey:
    """The packages of a build, in the order of its targets, libraries first."""

    def __init__(self, build):
        self.build = build
        self.packages = {}
        self.claims = {}
        self.module = build.project["descriptive_name"]
        targets = [target for target in build.load("intro-targets") if "library" in target["type"] or target["type"] == "executable"]
        targets.sort(key=lambda target: target["type"] == "executable")
        compiled = [target for target in targets if any(sources.get("compiler") for sources in target["target_sources"])]
        for target in compiled:
            target["package"] = self.target_package(target)
        for target in compiled:
            self.add_sources(target)
        for target in compiled:
            self.add_includes(target)

    def package(self, path, module, root, disposition):
        return self.packages.setdefault(path, Package(path, module, root, disposition))

    def target_package(self, target):
        folder = os.path.dirname(target["defined_in"])
        module, root, disposition = self.module, self.build.source, "contained"
        if target["subproject"]:
            module, disposition = target["subproject"], "dependent"
            root = self.build.subproject_dir(module)
            if not is_below(folder, root):
                root = folder
        path = "%s/%s" % (module, target["name"])
        if path in self.packages:
            path = "%s/%s/%s" % (module, os.path.relpath(folder, root), target["name"])
        package = self.package(path, module, root, disposition)
        package.lines += ["objects %s.p" % name for name in target["filename"]]
        return package

    def vendored_root(self, folder):
        """The root of the vendored module that holds the folder, or None."""
        child, top = None, self.build.source
        while folder != top and is_below(folder, top):
            if os.path.exists(os.path.join(folder, ".git")):
                return folder
            if os.path.basename(folder) in VENDOR_NAMES:
                return child or folder
            child, folder = folder, os.path.dirname(folder)
        return None

    def owner(self, package, folder):
        """Whose the code in a folder is: the target's, unless the folder is of another module."""
        if is_below(folder, self.build.root) or (package.disposition != "contained" and is_below(folder, package.root)):
            return package
        root = self.vendored_root(os.path.realpath(folder))
        if root is None:
            return package if is_below(folder, package.root) else None
        for other in self.packages.values():
            if other.root == root:
                return other
        name = os.path.basename(root)
        return self.package(name, name, root, "dependent")

    def claim(self, package, folder):
        """Gives a folder's headers to a package: the first claim counts. The build tree and the source's root are taken by nobody's includes."""
        owner = self.owner(package, folder)
        if owner and folder not in self.claims and folder != self.build.root:
            self.claims[folder] = owner
            owner.lines.append("dir " + folder)

    def add_sources(self, target):
        for sources in target["target_sources"]:
            if sources.get("language") != "c":
                continue
            for path in sources["sources"] + sources["generated_sources"]:
                path = os.path.normpath(path)
                owner = self.owner(target["package"], os.path.dirname(path))
                if owner and path.endswith((".c", ".i")):
                    owner.lines.append("source " + path)
                self.claim(target["package"], os.path.dirname(path))

    def add_includes(self, target):
        for sources in target["target_sources"]:
            for word in sources.get("parameters", []):
                if word.startswith("-I"):
                    self.claim(target["package"], os.path.normpath(word[2:]))


def classify(packages, overrides):
    for item in overrides:
        pattern, _, disposition = item.rpartition("=")
        found = [package for package in packages if matches(pattern, package.path)]
        if disposition not in DISPOSITIONS or not found:
            introspect.die("coverclass: \"%s\": must be PATTERN=contained, =dependent or =system with the pattern of a package" % item)
        for package in found:
            package.disposition = disposition


def expand(packages, item):
    if item in ("mod", "mod.deps", "all"):
        wanted = DISPOSITIONS[: ("mod", "mod.deps", "all").index(item) + 1]
        return [package for package in packages if package.disposition in wanted]
    found = [package for package in packages if matches(item, package.path)]
    if not found:
        lines = "".join("\n  %s (%s)" % (package.path, package.disposition) for package in packages)
        introspect.die("coverpkg: \"%s\" matches no package. The packages of this build are:%s\nor mod, mod.deps, all." % (item, lines))
    return found


def select(packages, items):
    chosen = [item for item in items if not item.startswith("-")] or ["mod"]
    for item in chosen:
        for package in expand(packages, item):
            package.selected = True
    for item in items:
        if item.startswith("-"):
            for package in expand(packages, item[1:]):
                package.selected = False
    if packages and not any(package.selected for package in packages):
        introspect.die("coverpkg: \"%s\" selects no package" % ",".join(items))


def unit_choices(options):
    """What counts as a unit, and whether all must be instrumented."""
    flags = {"coverintraline": "intraline", "covercalls": "calls", "coverlinedirectives": "line-directives", "coverstrict": "strict"}
    lines = ["%s 1" % key for option, key in flags.items() if options.get(option)]
    names = options.get("covernoreturn", [])
    for name in names:
        if not re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", name):
            introspect.die("covernoreturn: \"%s\": must be the name of a function" % name)
    return lines + (["noreturn " + ",".join(names)] if names else [])


def manifest(build, arguments, packages, choices):
    lines = ["coverbuild-manifest 1", "build " + build.root, "mode " + arguments.mode, "granularity " + arguments.granularity,
             "skipped " + os.path.join(build.root, "cover", "skipped.log"), "log " + os.path.join(build.root, "cover", "build.log")]
    lines += choices
    if arguments.covercc:
        lines.append("depends " + arguments.covercc)
    options = os.path.join(build.root, build.project["subproject_dir"], "cover", "cover.options")
    if os.path.exists(options):
        lines.append("depends " + options)
    for package in packages:
        lines += ["package " + package.path, "module " + package.module, "root " + package.root,
                  "disposition " + package.disposition, "selected %d" % package.selected] + package.lines
    return "\n".join(lines) + "\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pkg", default="mod")
    parser.add_argument("--mode", default="set")
    parser.add_argument("--granularity", default="perblock")
    parser.add_argument("--class", dest="classes", default="")
    parser.add_argument("--covercc")
    parser.add_argument("build")
    arguments = parser.parse_args()
    build = introspect.BuildTree(arguments.build)
    options = build.cover_options()
    arguments.mode = options.get("covermode", arguments.mode)
    arguments.granularity = options.get("covergran", arguments.granularity)
    packages = list(Survey(build).packages.values())
    classify(packages, options.get("coverclass", option_list(arguments.classes)))
    if options.get("cover") != "disabled":
        select(packages, options.get("coverpkg", option_list(arguments.pkg)))
    write(os.path.join(build.root, "cover", "manifest.txt"), manifest(build, arguments, packages, unit_choices(options)))


main()

"""Reads Meson's introspection files of a build tree. Shared by the scripts in this folder."""
import hashlib
import json
import os
import re
import shutil
import sys


def die(text):
    sys.exit("%s: %s" % (os.path.basename(sys.argv[0]), text))


class BuildTree:
    def __init__(self, root):
        self.root = os.path.abspath(root)
        if not os.path.exists(os.path.join(self.root, "meson-info", "intro-targets.json")):
            die("%s: not a Meson build tree" % root)
        self.source = self.load("meson-info")["directories"]["source"]
        self.project = self.load("intro-projectinfo")

    def load(self, name):
        with open(os.path.join(self.root, "meson-info", name + ".json"), encoding="utf-8") as file:
            return json.load(file)

    def cover_options(self):
        """The options of the subproject cover, without its prefix; empty if there is no such subproject."""
        found = {}
        for option in self.load("intro-buildoptions"):
            subproject, _, name = option["name"].partition(":")
            if name and subproject == "cover":
                found[name] = option["value"]
        return found

    def subproject_dir(self, name):
        return os.path.join(self.source, self.project["subproject_dir"], name)

    def tools(self):
        """The folder of covercc, found in the compilers' command lines."""
        for target in self.load("intro-targets"):
            for sources in target["target_sources"]:
                for word in sources.get("compiler", []):
                    if os.path.basename(word) == "covercc":
                        return os.path.dirname(os.path.realpath(shutil.which(word) or word))
        die("%s: nothing is compiled by covercc: meson setup --native-file cover.ini" % self.root)

    def tests(self):
        """Tests and benchmarks, each with the name of its data directory."""
        tests = self.load("intro-tests") + self.load("intro-benchmarks")
        names = [test["name"] for test in tests]
        for test in tests:
            test["directory"] = self.test_directory(test, names.count(test["name"]) == 1)
        return tests

    def test_directory(self, test, unique):
        """The test's name, if it can name a folder and no other test has it; otherwise its usable characters and a hash that is the same in every build tree."""
        name = test["name"]
        if unique and len(name) < 120 and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+=@-]*", name):
            return name
        what = name if unique else json.dumps([name, test["suite"], test["cmd"], test["env"]], sort_keys=True)
        what = what.replace(self.root, "").replace(self.source, "")
        return "%s-%s" % (re.sub(r"[^A-Za-z0-9_]", "_", name)[:80], hashlib.sha1(what.encode()).hexdigest()[:12])

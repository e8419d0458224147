"""covertest.py BUILD CMD ARGS...: a wrapper for meson test. Removes the data of the test's last run and executes its command with
COVERDIR=BUILD/cover/data/<test> and the tag test=<test>. Meson passes no name, so the test is found by its command and environment."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import introspect


def find_test(tests, command):
    """The test, or None. Of several tests with this command, the one whose environment matches; the first if none differs."""
    fits = [test for test in tests if test["cmd"] == command]
    own = [test for test in fits if all(os.environ.get(key) == value for key, value in test["env"].items())]
    return max(own or fits, key=lambda test: len(test["env"]), default=None)


def remove_data(directory):
    try:
        for name in os.listdir(directory):
            if name.startswith(("covmeta.", "covcounters.")):
                os.unlink(os.path.join(directory, name))
    except FileNotFoundError:
        pass
    except OSError as error:
        print("covertest: %s holds data of several runs: %s" % (directory, error), file=sys.stderr)


def main():
    if len(sys.argv) < 3:
        introspect.die("usage: covertest.py BUILD CMD ARGS...")
    build = introspect.BuildTree(sys.argv[1])
    command = sys.argv[2:]
    test = find_test(build.tests(), command)
    name, directory = (test["name"], test["directory"]) if test else (os.path.basename(command[0]),) * 2
    data = os.environ.get("COVERBUILD_DATA") or os.path.join(build.root, "cover", "data")
    os.environ["COVERDIR"] = os.path.join(data, directory)
    tags = os.environ.get("COVERTAGS")
    os.environ["COVERTAGS"] = (tags + ";" if tags else "") + "test=" + re.sub(r"[;=\n\\]", "_", name)
    remove_data(os.environ["COVERDIR"])
    try:
        os.execvp(command[0], command)
    except OSError as error:
        print("%s: %s" % (command[0], error.strerror), file=sys.stderr)
        sys.exit(127)


main()

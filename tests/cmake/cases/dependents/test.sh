# Whose code it is: FetchContent, vendor folders, submodules, checkouts, SYSTEM, outside the tree, overrides; for
# targets and files.
fake_tools
mv "$src/outside_" "$work/outside"
mkdir -p "$work/cache/cpmdep"
mv "$src/cpm_" "$work/cache/cpmdep/0a1b"
mkdir "$src/libs/gitdir/.git"
printf '[submodule "sub"]\n\tpath = libs/submodule\n\turl = x\n' >"$src/.gitmodules"
configure "-DCACHE=$work/cache"
golden manifest.txt <"$(manifest)"
grep CoverBuild: "$work/configure.txt" | golden summary.txt
build
# A root above the project takes in what lies beside it.
configure "-DCOVER_ROOT=$work"
selected | golden root.txt

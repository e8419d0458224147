# Shell functions of the scripts: what a fresh Debian machine needs, by package name, and Debian's source packages.
# Callers have set -eu and $home, the root of our tree. Everything fetched stands in $home/.work.

die() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# Runs a command; its output is shown only if it fails.
quietly() {
    quietly_log=$(mktemp)
    if ! "$@" >"$quietly_log" 2>&1; then
        cat "$quietly_log" >&2
        rm -f "$quietly_log"
        return 1
    fi
    rm -f "$quietly_log"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "needs root or sudo to install packages: $*"
    fi
}

# Installs those of the named packages that are not there yet.
setup_packages() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ "$missing" ] || return 0
    echo "installing$missing"
    as_root apt-get update -q -o APT::Update::Error-Mode=any >/dev/null 2>&1 || die "no network: can't install$missing"
    # shellcheck disable=SC2086
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing ||
        die "could not install$missing"
}

# Installs npm packages (for Node 18, which Debian 12 has), each NAME@VERSION, into $home/.work/npm and prints the path of its node_modules. Node is
# Debian's, where there is none yet. Fails with one line without network.
setup_npm() {
    command -v npm >/dev/null || setup_packages nodejs npm >&2
    modules=$home/.work/npm/node_modules
    if [ "$(cat "$home/.work/npm/packages" 2>/dev/null)" != "$*" ]; then
        mkdir -p "$home/.work/npm"
        quietly npm install --prefix "$home/.work/npm" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund "$@" ||
            die "no network: can't install $*"
        echo "$*" >"$home/.work/npm/packages"
    fi
    echo "$modules"
}

# What drives Chromium and judges its pages; prints the path of the node_modules.
setup_browser() {
    setup_npm playwright-core@1.61.0 axe-core@4.14.1
}

# Installs Python packages, each NAME==VERSION, into $home/.work/pip and prints the directory of their commands. Fails with one line without network.
setup_pip() {
    venv=$home/.work/pip
    if [ "$(cat "$venv/packages" 2>/dev/null)" != "$*" ]; then
        setup_packages python3-venv >&2
        quietly python3 -m venv "$venv" && quietly "$venv/bin/pip" install -q "$@" || die "no network: can't install $*"
        echo "$*" >"$venv/packages"
    fi
    echo "$venv/bin"
}

# What the scripts' builds need.
setup_build() {
    setup_packages gcc libc6-dev make cmake ninja-build libcmocka-dev libjansson-dev libgit2-dev libsqlite3-dev libxml2-dev pkgconf zlib1g-dev
}

# The sources that this machine installs its release's packages from, as sources of source packages: without a change
# to the machine's own list, in a list of ours.
source_list() {
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        grep -E "^deb .* $codename" | sed 's/^deb /deb-src /' >"$1.list"
    for file in /etc/apt/sources.list.d/*.sources; do
        if grep -q "^Suites:.*$codename" "$file" 2>/dev/null; then
            sed 's/^Types:.*/Types: deb-src/' "$file"
            echo
        fi
    done >"$1.sources"
}

# debian_source NAME[=VERSION]: unpacks a Debian source package, once, to $home/.work/src/NAME and prints that path. With --upstream, without
# Debian's patches. Fails with one line without network.
debian_source() {
    name=$1
    dir=$home/.work/src/${name%%=*}
    if [ ! -d "$dir" ]; then
        setup_packages dpkg-dev >&2
        apt=$home/.work/apt
        rm -rf "$apt/fetched"
        mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/parts" "$apt/fetched" "$home/.work/src"
        source_list "$apt/parts/source"
        set -- "$name" "${2:-}" -q -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$apt/parts" \
            -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt" -o APT::Sandbox::User=
        flags=$2
        shift 2
        apt-get "$@" -o APT::Update::Error-Mode=any update >/dev/null 2>&1 ||
            die "no network: Debian's source package $name can't be had"
        (cd "$apt/fetched" && quietly apt-get "$@" --download-only source "$name") ||
            die "Debian's source package $name can't be had"
        (cd "$apt/fetched" && quietly dpkg-source ${flags:+--skip-patches} -x ./*.dsc unpacked) ||
            die "$name can't be unpacked"
        mv "$apt/fetched/unpacked" "$dir"
    fi
    echo "$dir"
}

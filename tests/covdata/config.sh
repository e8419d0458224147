#!/bin/sh
# The configuration file: what it sets and for which commands, that flags go before it, and what it says of mistakes; and shell
# completion by the tables of commands and flags.
# usage: config.sh COVDATA GENERATE WORK
set -eu
. "$(dirname "$0")/../lib/suite.sh"
covdata=$1 generate=$2
here=$(cd "$(dirname "$0")" && pwd)
suite_start "$3"
"$generate" count data
commands=$("$covdata" help | sed -n 's/^\([a-z]*\)  .*/\1/p')

# wrong TEXT MESSAGE: a file of this text is refused, with exit status 2 and the message.
wrong() {
    printf "$1" >.covdata
    status=0
    "$covdata" percent -i=data >out 2>err || status=$?
    [ $status = 2 ] || fail "exit status $status for: $1"
    echo "covdata: .covdata:$2" | diff - err || fail "another message for: $1"
    [ ! -s out ] || fail "a report with a wrong file"
}

case_reports() {
    cat >.covdata <<'END'
# for all that report
pkg = mod/...
  fail-under = 80, lines:10
missing
[ summary ]
depth = package
sort=missed
[lcov]
fnl = true
END
    sed -i 's/80, /80,/' .covdata
    "$covdata" summary -i=data >configured
    "$covdata" summary -i=data -config= -pkg=mod/... -missing -depth=package -sort=missed >wanted
    diff -u wanted configured || fail "the file is not what these flags are"
    [ "$("$covdata" summary -i=data -depth=module -pkg=mod/lib | wc -l)" = 3 ] || fail "flags do not go before the file"
    "$covdata" lcov -i=data | grep -q '^FNL:' || fail "no section of lcov"
    ! "$covdata" percent -i=data | grep -q sys/z || fail "pkg is not for percent"
    "$covdata" merge -i=data -o=merged
    "$covdata" pkglist -config= -i=merged | grep -q sys/z || fail "a general line took data out of a merge"
}

case_config_flag() {
    printf 'pkg = mod/...\n' >flags
    ! "$covdata" summary -config flags -i=data | grep -q sys/z || fail "-config"
}

case_gate() {
    printf 'fail-under = 99\n' >.covdata
    status=0
    "$covdata" summary -i=data >out 2>err || status=$?
    [ $status = 1 ] || fail "exit status $status of a missed gate"
    "$covdata" summary -i=data -fail-under=1 >out || fail "the flag's gate is not the one that counts"
}

case_merge() {
    printf '[merge]\r\npkg = mod/lib\r\n' >.covdata
    "$covdata" merge -i=data -o=lib
    [ "$("$covdata" pkglist -config= -i=lib)" = mod/lib ] || fail "no section of merge"
}

case_other_commands() {
    printf 'format = markdown\n[tests]\nformat = meson\n' >.covdata
    "$covdata" percent -i=data >out || fail "a value for another command is refused"
}

case_wrong_files() {
    wrong 'depht = file\n' '1: no such flag: depht'
    wrong '\n# x\n[reports]\n' '3: no such command: reports'
    wrong '[percent\n' '1: no `]` at the end of [percent'
    wrong '[merge]\nmissing = true\n' '2: merge has no flag missing'
    wrong 'missing = perhaps\n' '1: not true or false: perhaps'
    wrong '[lcov]\nfnl\n[summary]\ndepth = deep\n' '4: not one of module|package|directory|file|function: deep'
    wrong 'pkg\n' '1: no value for pkg'
    wrong 'help\n' '1: no such flag: help'
    wrong 'config = other\n' '1: no such flag: config'
    wrong '= \033[31m\n' '1: no such flag: '
    wrong '\033[2J = 1' '1: no such flag: \x1b[2J'
    printf 'pkg = a\0b\n' >.covdata
    "$covdata" percent -i=data 2>err && fail "a binary file is taken"
    grep -q 'not a text file' err || fail "no word on a binary file"
    status=0
    "$covdata" percent -i=data -config none 2>err || status=$?
    [ $status = 2 ] && grep -q 'none: No such file' err || fail "a file that is not there"
    rm .covdata
    "$covdata" help summary >out || fail "help"
}

# Completion knows every command and flag, by bash's own reading of it; the other shells read theirs.
case_bash() {
    need bash
    rm -f .covdata
    cat >complete.bash <<'END'
eval "$("$1" completion bash)"
words() {
    COMP_WORDS=(covdata "$@") COMP_CWORD=$#
    _covdata
    printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort -u | tr '\n' ' '
    echo
}
words sum
words lcov -f
words summary -depth = f
words summary -depth mod
words merge -miss
words diff -format = m
END
    mkdir -p sub
    bash complete.bash "$covdata" >completed
    printf '%s \n' summary '-fail-under -file -fnl -fresh -func' 'file function' module '' 'markdown meson' | diff - completed || fail "bash completion"
    for command in $("$covdata" help | sed -n 's/^\([a-z]*\)  .*/\1/p'); do
        bash -c 'eval "$("$0" completion bash)"; COMP_WORDS=(covdata "$1") COMP_CWORD=1; _covdata; [ "${COMPREPLY[0]}" ]' \
            "$covdata" "$command" || fail "bash does not complete $command"
    done
}

case_syntax() {
    for shell in zsh fish; do
        need $shell
        "$covdata" completion $shell >completion.$shell
        $shell -n completion.$shell || fail "$shell completion"
    done
}

# A shell that completes: in zsh at its prompt, as whoever presses the tab key sees it. Each command's name but for its last letter,
# a flag that each has, a flag's value, a directory.
case_zsh() {
    need zsh
    rm -f .covdata
    mkdir -p zsh
    "$covdata" completion zsh >zsh/_covdata
    for command in $commands; do
        echo "covdata ${command%?}" "covdata $command "
        [ "$command" = help ] || [ "$command" = version ] || echo "covdata $command -hel" "covdata $command -help "
    done | sed 's/ covdata/\tcovdata/' >asked
    printf '%s\t%s\n' 'covdata summary -depth=fu' 'covdata summary -depth=function ' 'covdata annotations -level=n' \
        'covdata annotations -level=notice ' 'covdata diff -format=a' 'covdata diff -format=annotations ' \
        'covdata percent dat' 'covdata percent data/' 'covdata lcov -fn' 'covdata lcov -fnl ' >>asked
    cut -f1 asked | zsh -f "$here/complete.zsh" "$PWD/zsh" "$PWD" >completed || fail "zsh completion"
    cut -f2 asked | diff - completed || fail "zsh completion"
}

case_fish() {
    need fish
    rm -f .covdata
    "$covdata" completion fish >completion.fish
    for command in $commands; do
        echo "complete -C 'covdata $command'"
        [ "$command" = help ] || [ "$command" = version ] || echo "complete -C 'covdata $command -hel'"
    done >asked
    {
        echo 'source completion.fish'
        cat asked
    } | fish >completed || fail "fish completion"
    for command in $commands; do
        grep -q "^$command	" completed || fail "fish does not complete $command"
    done
    [ "$(grep -c '^-help	' completed)" = "$(grep -c -e -hel asked)" ] || fail "fish does not complete the flags of each command"
    fish -c 'source completion.fish; complete -C "covdata annotations -level "' >completed
    printf '%s\n' error notice warning >wanted
    cut -f1 completed | sort | diff wanted - || fail "fish completion"
}

case_unknown_shell() {
    exits 2 "$covdata" completion csh
}

suite_run

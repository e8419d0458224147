# cli.sh WORDPACK: runs the program as a user does.
set -eu
wordpack=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

same() {
    [ "$2" = "$3" ] || {
        printf '%s: wanted\n%s\ngot\n%s\n' "$1" "$3" "$2"
        exit 1
    }
}

printf 'one two two three three three\n' >"$dir/text"
same "file" "$("$wordpack" "$dir/text")" "     3 three
     2 two
     1 one"
same "limit" "$("$wordpack" -n 1 "$dir/text")" "     3 three"
same "standard input" "$(printf 'a a' | "$wordpack" -n2)" "     2 a"
same "packed" "$(printf '%01000d' 0 | "$wordpack" -n 0 -z)" "packed smaller"

status=0
"$wordpack" "$dir/missing" 2>"$dir/err" || status=$?
same "missing file" "$status $(grep -c 'No such file' "$dir/err")" "1 1"
status=0
"$wordpack" -x 2>"$dir/err" || status=$?
same "wrong option" "$status" "2"

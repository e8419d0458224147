# awk -f agreement.awk -v tool=gcov|llvm MACROS PROFILE OUR-LINES CALLS-LINES GCOV-LINES THEIR-LINES: compares lines, "file<tab>line<tab>count", in the
# folder of the sources. Each line that one calls hit and the other missed is printed with the rule that explains it (docs/internals/agreement.md), or as
# unexplained; at the end how many lines both count, how many differ, how many of these by each rule, and how many lines the other tool alone counts.
# MACROS: names of the sources' function-like macros. CALLS-LINES: ours, of a build in which every call ends a unit.
function text_of(file, line,    n, text) {
    if (file != read_file) {
        delete texts
        read_file = file
        for (n = 1; (getline text <file) > 0; n++) texts[n] = text
        close(file)
    }
    return texts[line]
}
function names_macro(text,    rest, name) {
    for (rest = text; match(rest, /[A-Za-z_][A-Za-z0-9_]*/); rest = substr(rest, RSTART + RLENGTH)) {
        name = substr(rest, RSTART, RLENGTH)
        if (name in macros) return 1
    }
    return 0
}
function code_before(file, line,    text) {
    do text = text_of(file, --line)
    while (line > 1 && text ~ /^[ \t]*(\/?\*.*)?$/)
    return text
}
# Is the line a further one of a for statement's head?
function is_in_head(file, line,    n, joined, open, close_) {
    for (n = line - 1; n > 0 && n > line - 5; n--) {
        joined = text_of(file, n) joined
        if (joined !~ /^[ \t]*for[ \t]*\(/) continue
        open = gsub(/\(/, "", joined)
        close_ = gsub(/\)/, "", joined)
        return open > close_
    }
    return 0
}
function rule_of(file, line, key, they,    text, we) {
    text = text_of(file, line)
    we = ours[key] > 0
    if (we && key in operand) return "operand"
    if (we && calls[key] == 0) return "call"
    if ((we || tool == "llvm") && text ~ /^[ \t(){};]*(\/\*.*)?$/) return "brace"
    if ((we || tool == "llvm") && text ~ /^[ \t]*}?[ \t]*else/) return "else"
    if (!we && text ~ /^[ \t]*(case [^:]*|default)[ \t]*:/) return "label"
    if (tool == "llvm" && we && text ~ /^[ \t]*case /) return "label"
    if (tool == "gcov" && we && text ~ /^[ \t]*[A-Za-z_][A-Za-z0-9_]*[ \t]*:/) return "label"
    if (tool == "gcov" && we && (text ~ /(for[ \t]*\(.*;[ \t]*;.*\)|while[ \t]*\(1\))/ || is_in_head(file, line))) return "head"
    if (tool == "gcov" && we && text ~ /^[ \t]*\)/) return "head"
    if (tool == "gcov" && we && key in operands) return "folded"
    if (tool == "gcov") return !we && text ~ /(^|[^A-Za-z0-9_])(return|break|goto|continue)[^A-Za-z0-9_]/ ? "jump" : "unexplained"
    if (names_macro(text) || (!we && key in within && names_macro(text_of(file, within[key])))) return "macro"
    if (!we && key in gcov && gcov[key] == 0) return "call"
    if (we && gcov[key] > 0 && code_before(file, line) ~ /^[ \t]*(}|while[ \t]*\(.*\);)/) return "loop"
    if (we && gcov[key] > 0 && names_macro(code_before(file, line))) return "macro"
    return "unexplained"
}
FNR == 1 { input++ }
input == 1 { macros[$1]; next }
input == 2 && /^mode:/ { next }
input == 2 { # file:line.col,line.col statements count
    match($1, /:[0-9]+\.[0-9]+,[0-9]+\.[0-9]+$/)
    file = substr($1, 1, RSTART - 1)
    split(substr($1, RSTART + 1), at, "[.,]")
    if ($2 == 0) operands[file "\t" at[1]]
    if ($3 > 0) next
    for (line = at[1]; line <= at[3]; line++) {
        if ($2 == 0) operand[file "\t" line]
        else if (line > at[1]) within[file "\t" line] = at[1]
    }
    next
}
{ split($0, field, "\t"); key = field[1] "\t" field[2] }
input == 3 { ours[key] = field[3]; next }
input == 4 { calls[key] = field[3]; next }
input == 5 { gcov[key] = field[3]; next }
!(key in ours) { alone++; next }
{ both++ }
(field[3] > 0) != (ours[key] > 0) {
    different++
    rule = rule_of(field[1], field[2], key, field[3])
    rules[rule]++
    print rule " " field[1] ":" field[2] " theirs " field[3] " ours " ours[key]
}
END {
    for (rule in rules) list = list (list ? ", " : "") rule " " rules[rule]
    print "total " both + 0 " | " different + 0 " | " list " | " alone + 0
}

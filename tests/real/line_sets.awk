# awk -f line_sets.awk -v tool=gcov|llvm OUR-LINES GCOV-LINES THEIR-LINES: compares which lines count, whatever their counts. The
# inputs are lines of "file<tab>line<tab>count", the working directory is that of the sources. Prints each line that one counts and
# the other does not, with the rule that explains it (docs/reference/what-counts.md), or as unexplained; at the end: lines that
# both count, lines that one alone counts by rule, and how many no rule explains, also as a share of all.
function text_of(file, line,    n, text) {
    if (!(file in loaded)) {
        loaded[file]
        comment = 0
        for (n = 1; (getline text <file) > 0; n++) texts[file, n] = code_of(text)
        close(file)
    }
    return texts[file, line]
}
# The line without comments and trailing space; of a string only the quotes.
function code_of(text,    out, at, end) {
    out = ""
    while (text != "") {
        if (comment) {
            end = index(text, "*/")
            if (!end) return trimmed(out)
            comment = 0
            text = substr(text, end + 2)
        } else if (match(text, /\/\*|\/\/|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/)) {
            out = out substr(text, 1, RSTART - 1)
            at = substr(text, RSTART, 2)
            if (at == "//") return trimmed(out)
            if (at == "/*") { comment = 1; text = substr(text, RSTART + 2); continue }
            out = out substr(text, RSTART, 1) "s" substr(text, RSTART, 1)
            text = substr(text, RSTART + RLENGTH)
        } else {
            out = out text
            text = ""
        }
    }
    return trimmed(out)
}
function trimmed(text) {
    sub(/[ \t\r\f]+$/, "", text)
    sub(/^[ \t\f]+/, "", text)
    return text
}
function is_bracket(text) { return text ~ /^[]{}()[;,]*$/ }
function is_label(text) { return text ~ /^(case[ \t('].*|default[ \t]*|[A-Za-z_][A-Za-z0-9_]*[ \t]*):/ }
# The code before the line, blank lines and directives passed over.
function code_before(file, line,    text) {
    do text = text_of(file, --line)
    while (line > 1 && (text == "" || text ~ /^#/))
    return text
}
# Does the line go on with a statement that began on an earlier one?
function continues(file, line,    before) {
    before = code_before(file, line)
    return before !~ /[;{}:]$/ && before !~ /^(}[ \t]*)?(else|do)$/ && before !~ /^(}[ \t]*)?(else[ \t]+)?(if|while|for|switch)[^A-Za-z0-9_].*\)$/
}
function rule_theirs(file, line, text) {
    if (is_bracket(text)) return "bracket"
    if (is_label(text) || text ~ /^vmcase/) return "label"
    if (tool == "llvm" && text == "") return "blank or comment"
    if (tool == "llvm" && text ~ /^(#|(}[ \t]*)?(else|do)([ \t]*{)?$)/) return "directive or keyword"
    if (tool == "llvm" && !((file "\t" line) in gcov)) return "no code to gcov either"
    return "unexplained"
}
function rule_ours(file, line, text, times) {
    if (is_label(text)) return "label"
    if (continues(file, line)) return "continuation"
    if (tool == "llvm" && (file "\t" line) in gcov) return "name or macro"
    if (text ~ /^(while[ \t]*\((1|True|TRUE|true)\)|for[ \t]*\(([^;]*;)[ \t]*;)/) return "loop without condition"
    if (text ~ /^\(void\)/ || text ~ /^(break|continue|goto[^;]*|return)[ \t]*;$/) return "no code of its own"
    if (times == 0) return "removed by the compiler"
    return "unexplained"
}
FNR == 1 { input++ }
{ split($0, field, "\t"); key = field[1] "\t" field[2] }
input == 1 { ours[key] = field[3]; files[field[1]]; next }
input == 2 { gcov[key]; next }
!(field[1] in files) { next }
{ theirs[key] }
END {
    for (key in theirs) {
        split(key, field, "\t")
        if (key in ours) { both++; continue }
        rule = rule_theirs(field[1], field[2], text_of(field[1], field[2]))
        rules["theirs: " rule]++
        unexplained += rule == "unexplained"
        print rule " " field[1] ":" field[2] " theirs alone"
    }
    for (key in ours) {
        if (key in theirs) continue
        split(key, field, "\t")
        rule = rule_ours(field[1], field[2], text_of(field[1], field[2]), ours[key])
        rules["ours: " rule]++
        unexplained += rule == "unexplained"
        print rule " " field[1] ":" field[2] " ours alone"
    }
    for (rule in rules) if (rule !~ /unexplained/) list = list (list ? ", " : "") rule " " rules[rule]
    printf "sets %d | %s | %d (%.2f %%)\n", both, list, unexplained, both ? 100 * unexplained / both : 0
}

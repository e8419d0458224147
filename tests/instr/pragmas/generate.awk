# A program of one function for each directive of directives.txt and each way to write a pragma. In the file `expected`: the
# line of each function's statement, and how often a run of the program reaches the statement.
function put(text) { print text; line++ }
function pragma(way, text) {
    if (way == "plain") put("#pragma " text)
    else if (way == "literal") put("    _Pragma(\"" text "\")")
    else if (way == "wide") put("    _Pragma(L\"" text "\")")
    else if (way == "stringized") put("    P(" text ")")
    else if (way == "nested") put("    Q(" text ")")
    else if (way == "comment") { sub(/ /, " /* flush end */ ", text); put("# /* */ pragma " text " \\"); put(" // barrier") }
    else { put("#pragma " text); put("#pragma GCC diagnostic push"); put("#pragma GCC diagnostic pop") }
}
function generate(number, around, way, text, statement,   parts, count, i) {
    put("static int f" number "(void)")
    put("{")
    put("    int a = 0;")
    if (around == "team") { put("#pragma omp parallel num_threads(4)"); put("    {") }
    if (around == "for") { put("#pragma omp parallel for ordered num_threads(2) reduction(+: a)"); put("    for (int k = 0; k < 6; k++) {") }
    put("    if (one == 3)")
    put("        puts(\"no\");")
    pragma(way, text)
    count = split(statement, parts, "|")
    print line + 1, (around == "team" ? 4 : around == "for" ? 6 : 1), way ": " text >expected
    for (i = 1; i <= count; i++) put(parts[i])
    put("    if (one == 4)")
    put("        inc(&a);")
    if (around != "alone") put("    }")
    put("    return a + b[0] + b[7];")
    put("}")
}
BEGIN {
    put("#include <stdio.h>")
    put("#define P(x) _Pragma(#x)")
    put("#define Q(x) P(x)")
    put("#define TWO 2")
    put("#define COLLAPSE collapse(2)")
    put("static volatile int one = 1, end, cancel, barrier, flush;")
    put("static int b[8];")
    put("static void inc(int *p) { ++*p; }")
    ways = split("plain literal wide stringized nested comment behind", way)
}
/^#/ { next }
{
    around = $1; refused = $2
    rest = substr($0, length($1) + length($2) + 3)
    at = index(rest, "; ")
    for (w = 1; w <= ways && refused != compiler; w++)
        if (refused != way[w]) generate(++functions, around, way[w], substr(rest, 1, at - 1), substr(rest, at + 2))
}
END {
    put("int main(void)")
    put("{")
    for (i = 1; i <= functions; i++) put("    printf(\"" i " %d\\n\", f" i "());")
    put("    return (end + cancel + barrier + flush) * 0;")
    put("}")
}

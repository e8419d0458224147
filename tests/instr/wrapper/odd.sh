# Sources as bytes: marks, line ends, trigraphs, splices, literals and names that only careful lexers read; and macros that make half of
# a statement. Each is compiled and run plainly and through covercc, and must be instrumented.
. "$(dirname "$0")/common.sh"
TREE=$WORK/tree
mkdir "$TREE"
cd "$TREE" || exit 1

# A program that prints what it computes: a brace too few or a probe too many shows.
body='#include <stdio.h>
static int pick(int a)
{
    if (a > 2)
        return 1; /* a comment */
    else if (a == 2)
        a = 7; // another
    return a;
}
int main(void)
{
    for (int i = 0; i < 4; i++)
        printf("%d\n", pick(i));
    return 0;
}'
printf '\357\273\277%s\n' "$body" >bom.c
printf '%s\n' "$body" | sed 's/$/\r/' >crlf.c
printf '\357\273\277%s\n' "$body" | sed 's/$/\r/' >bom-crlf.c
printf '%s' "$body" >no-newline.c
printf '%s // the end' "$body" >no-newline-comment.c
printf '%s /* the end */' "$body" >no-newline-block.c
printf '%s\n#define LAST 1' "$body" >no-newline-directive.c
printf '%s\n' "$body" | sed 's/^    /\f\v\t/' >feeds.c
printf '' >empty.c
printf '\357\273\277' >bom-only.c
printf '/* nothing' >unended.c
printf '%s\n// caf\351 \200\201\n/* \377\376 */' "$body" >latin1.c

# Splices inside of names, operators, literals, comments and directives, with blanks and carriage returns behind the backslash.
cat >splices.c <<'END'
#inc\
lude <stdio.h>
#define TW\
ICE(a) ((a) \
    * 2)
st\
atic i\
nt pi\
ck(int a)
{
    i\
f (a > 2) // a comment \
    that goes on {
        ret\
urn TWI\
CE(a);
    e\
lse if (a =\
= 2)
        a +\
= 3; /\
* { *\
/
    pri\
ntf("a \
b%s\n", "\
\
\"x");
    return a;
}
int main(void)
{
    printf("%d %d %d\n", pick(1), pick(2), pick('\
\x3'));
    return 0;
}
END
sed 's/\\$/\\\r/' splices.c >splices-cr.c
sed 's/\\$/\\  /' splices.c >splices-blank.c

cat >trigraphs.c <<'END'
??=include <stdio.h> /* an odd ??= ??/
   comment ??! */
??=define LIST(x) x??(0??)
static int pick(int a)
??<
    int list??(1??) = ??< a ??>; // what is this ??/
    if (a) { return 3; }
    if (a > 2)
        return 1 ??' 4;
    else if (a == 2 ??!??! a == 9)
        a = ??-7;
    return LIST(list) + a;
??>
int main(void)
{
    printf("%d %d %d ??/n", pick(1), pick(2), pick(3));
    printf("what??!");
    return 0;
}
END
mkdir folder
printf '%%:include "beside.h"\n??=define EMPTY\nint f(int a)\n{\n    if (a)\n        return BESIDE;\n    return 2;\n}\n' >folder/digraphs.c
printf '#define BESIDE 1\n' >folder/beside.h
printf '%%:ifdef X\n%%:endif\n%%:include "folder/beside.h"\n' >header.h
printf '#include "header.h"\nint f(int a)\n{\n    if (a)\n        return BESIDE;\n    return 2;\n}\n' >header.c
printf '#include <stdio.h>\nint main(void)\n{\n    puts(R"(??!)");\n    return 0;\n}\n' >raw-trigraphs.c
cat >pragmas.c <<'END'
#include <stdio.h>
#pragma message "a message" \
    " on two lines"
#pragma redefine_extname other_name pick_this
#if 0
#pragma message "not this one"
#endif
int other_name(int a);
int pick_this(int a)
{
    if (a)
        return __LINE__;
    return 2;
}
#  pragma message("another")
int main(void)
{
    printf("%d %d\n", other_name(0), other_name(1));
    return 0;
}
END
printf '#pragma message "of a header"\n' >message.h
printf '#include "message.h"\nint f(int a)\n{\n    return a;\n}\n' >message.c
cat >no-trigraphs.c <<'END'
#include <stdio.h>
int main(void)
{
    const char *s = "??/"; // not a splice ??/
    if (s[0] == '?')
        printf("%s ??< ??!\n", s);
    return 0;
}
END
cat >questions.c <<'END'
/* What??! (And why??) */
int f(int a) /* ??< */
{
    const char *s = "a \??!"; // ??) no splice ??/ here
    if (a)
        return s[0];
    return a ? 1 : 2;
}
END
cat >digraphs.c <<'END'
%:include <stdio.h>
%:define GLUE(a, b) a %:%: b
static int GLUE(pi, ck)(int a)
<%
    int list<:2:> = <% a, 1 %>;
    if (list<:0:> > 2)
        return 1;
    return list[1];
%>
int main(void) { printf("%d %d\n", pick(1), pick(3)); return 0; }
END
cat >names.c <<'END'
#include <stdio.h>
#define größe(ä) ((ä) + 1)
static int été\u0393(int naïve, int $dollar)
{
    if (naïve > $dollar)
        return größe(naïve);
    return \u00fc_sum(naïve);
}
END
sed -i 's/return \\u00fc_sum(naïve)/return 5/' names.c
cat >>names.c <<'END'
int \u65e5本(int 語) { while (語 > 3) 語--; return 語; }
int main(void) { printf("%d %d %d\n", étéΓ(1, 2), été\u0393(3, 2), 日\u672c(9)); return 0; }
END
cat >literals.c <<'END'
#include <stdio.h>
#include <wchar.h>
int main(void)
{
    const char *a = "} /* \" // \\";
    int c = '"' + '\'' + '{' + L'}' + u'\\' + U'\'';
    if (a[0] == '}' && L"{"[0] == '{')
        printf("%s %d %s\n", a, c, u8"é\"{");
    return 0;
}
END
cat >raw.c <<'END'
#include <stdio.h>
#define SHOW(s) puts(s)
int main(int argc, char **argv)
{
    const char *raw = R"x(")"} ; if (1) { // /*
\
)y" )x";
    if (argc > 5)
        return 1;
    SHOW(raw);
    SHOW(R"(a
, b ") { )");
    if (raw[0] == '"')
        puts(LR"(x")" ? "wide" : argv[0]);
    return 0;
}
END
# Macros that make a part of a statement, or more than one.
cat >parts.c <<'END'
#include <stdio.h>
#define RETURN(r) { ret = r; goto out; };
#define BARE(r) ret = r; goto out
#define TWO(x) x; x
#define IF_ONE(a) if (a == 1) return
#define OPEN(a) if (a) { a++
#define CLOSE a++; }
#define SYNC for (int i = 0; i < 1; i++) for (int j = 0; j < 2; j++)
#define SCOPE(x) do { int k = (x); for (; k < 3; k++) {
#define SCOPE_END } } while (0)
static int f(int a)
{
    int ret = 0;
    if (a > 3) RETURN(3);
    if (a == 2) RETURN(4)
    if (a == 1) { RETURN(5) } else ret = 9;
    while (a-- > 0) RETURN(6);
    if (a == 55) here: RETURN(8);
    if (a == 57) there: BARE(4);
    if (a == -3) goto there; else if (a == -4) goto here;
out:
    return ret;
}
static int g(int a)
{
    if (a == 10)
        TWO(a++);
    if (a == 3)
        IF_ONE(a) 5;
    if (a == 20)
        OPEN(a); a++; CLOSE
    while (a == 30)
        for (;;) if (a == 30) OPEN(a); break; CLOSE
    return a;
}
static int h(int a)
{
    SYNC { a++; a += 2; }
    SYNC a++;
    if (a > 9) SCOPE(1) a++; SCOPE_END;
    SCOPE(a) a++; if (a == 2) continue; SCOPE_END;
    switch (a) { case 6: SCOPE(0) a += k; SCOPE_END; default: SYNC break; }
    return a;
}
int main(void)
{
    for (int i = -5; i < 32; i++)
        printf("%d %d %d\n", f(i), g(i), h(i));
    return 0;
}
END
cat >list.c <<'END'
#include <stdio.h>
#define NAMES(X) X(one) X(two) \
    X(three)
#define FUNCTION(name) static int name(int a) { puts(__func__); return a; }
NAMES(FUNCTION)
#define CALL(name) name(1);
int main(int argc, char **argv)
{
    if (argc > 1) { NAMES(CALL) }
    return two(argc) + !argv - 1;
}
END
# GCC says __OPTIMIZE__ behind such a pragma when it compiles, not when it preprocesses.
printf '#ifdef __OPTIMIZE__\n#define TOLD 1\n#endif\n' >optimized.h
for include in '' '#include "optimized.h"'; do
    cat >"optimize${include:+-header}.c" <<END
#include <stdio.h>
#pragma GCC optimize("O2")
$include
#if defined __GNUC__ && 1
static int pick(int a) { if (a) return 1; return 2; }
#endif
#ifndef TOLD
#define TOLD 0
#endif
int main(void) { printf("%d %d\n", pick(1), TOLD); return 0; }
END
done
awk 'BEGIN { printf "int main(void) { int x = 0; "; for (i = 0; i < 40000; i++) printf "if (x > %d) x += 3; ", i; print "return x; }" }' >long-line.c
printf 'int f(int a)\n{\n    if (a) /* \000 */\n        return 1;\n    return "\000"[0] + 2;\n}\n' >nul.c
printf 'int f(int a)\n{\n    if (a)\000\n        return 1;\n    return 2;\n}\n' >nul-code.c
printf 'int f(int a)\n{\n    if (a)\n        return 1;\n    return 2; } // \000' >nul-end.c
cd "$WORK" || exit 1

case_bytes() {
    for name in bom crlf bom-crlf no-newline no-newline-comment no-newline-block no-newline-directive feeds latin1 splices splices-cr splices-blank \
        no-trigraphs digraphs literals names parts; do
        same "CC -std=gnu11 -Wall -Wextra -g $name.c -o p && ./p" p
    done
}

case_macro_parts() {
    same 'CC -std=c11 -Wall -pedantic parts.c -o p && ./p' p
}

case_function_list() {
    for options in '' --mode=count; do
        COVER_OPTIONS=$options
        same 'CC -std=c99 -pedantic-errors -Wall -Wno-unused-function list.c -o p && ./p' p
        expect_functions ./p <<END
list.c:5: one 0.0%
list.c:5: three 0.0%
list.c:5: two 100.0%
list.c:8: main 40.0%
total (statements) 37.5%
END
    done
    COVER_OPTIONS=
}

# Each of many would hold the probes of all.
case_many_functions() {
    {
        echo '#define FUNCTION(n) int function##n(int a) { return a + 1; }'
        printf '#define NAMES(X)'
        printf ' X(%s)' $(seq 17)
        printf '\nNAMES(FUNCTION)\nint main(void) { return function1(0) - 1; }\n'
    } >"$TREE/many.c"
    COVER_OPTIONS=--skipped=$WORK/many.log
    same 'CC many.c -o p && ./p' p
    [ "$(grep -c 'also uses its brace elsewhere' "$WORK/many.log")" -eq 17 ] || error_with "$WORK/many.log" "$last: listed"
    COVER_OPTIONS=
}

# Trigraphs and digraphs where directives begin, which GCC doesn't look for while it flattens.
case_trigraphs() {
    for options in -trigraphs '-std=c99 -Wall'; do
        same "CC $options -MMD -Wno-comment -Wno-trigraphs trigraphs.c -o p && ./p" p
        expect_functions ./p <<END
trigraphs.c:5: pick 100.0%
trigraphs.c:15: main 100.0%
total (statements) 100.0%
END
        "$COVDATA" textfmt -i="$WORK/data" -o="$WORK/profile"
        grep -q '^trigraphs.c:10.10,10.35 ' "$WORK/profile" || error_with "$WORK/profile" "$last: not the user's columns"
        same "CC $options -c no-trigraphs.c -o t.o; CC $options -Wtrigraphs -c questions.c" questions.o
    done
}

case_digraph_folder() {
    same 'CC -std=c11 -MD -c folder/digraphs.c' digraphs.o
}

case_pragmas() {
    same 'CC -std=gnu11 -MMD pragmas.c -o p && ./p' p
    expect_functions ./p <<END
pragmas.c:10: pick_this 100.0%
pragmas.c:17: main 100.0%
total (statements) 100.0%
END
}

case_pragma_in_header() {
    if [ $KIND = gcc ]; then
        cover 0 'CC -c message.c'
        says "message.c: not instrumented: a header has a #pragma message"
    fi
}

case_digraphs_in_header() {
    cover 0 'CC -std=c11 -c header.c'
    [ $KIND = clang ] || expect_stderr <<END
covercc: header.c: covercc cannot follow a directive in the preprocessed text
covercc: warning: header.c: not instrumented: it could not be instrumented
END
}

case_pragma_optimize() {
    [ $KIND = clang ] || for option in '' --flatten=compiler; do
        COVER_OPTIONS=$option
        same 'CC optimize.c -o p && ./p' p
        cover 0 'CC optimize-header.c -o p && ./p'
        expect_stderr <<END
covercc: warning: optimize-header.c: not instrumented: a conditional may depend on a #pragma GCC target or optimize, which GCC obeys only when it compiles
END
        [ "$(cat "$WORK/cover/stdout")" = '1 1' ] || error "$last: output"
    done
    COVER_OPTIONS=
}

case_raw_trigraphs() {
    if [ $KIND = gcc ]; then
        cover 0 'CC -trigraphs raw-trigraphs.c -o p && ./p'
        expect_stderr <<END
covercc: warning: raw-trigraphs.c: not instrumented: it has trigraphs in raw strings
END
        [ "$(cat "$WORK/cover/stdout")" = '??!' ] || error "$last: output"
    fi
}

case_raw_strings() {
    [ $KIND = clang ] || for options in '' '-std=gnu99 -Wall'; do
        same "CC $options raw.c -o p && ./p" p
    done
    same 'CC -std=c11 raw.c'
}

case_empty() {
    same 'CC -c empty.c; CC -c bom-only.c; CC -Wall -pedantic -c empty.c -o e.o'
}

case_unended() {
    same 'CC -c unended.c'
}

case_long_line() {
    same 'CC long-line.c -o p && ./p' p
}

case_nul_bytes() {
    for name in nul nul-code nul-end; do
        same "CC -Wall -Wextra -c $name.c"
    done
}

# The same functions, with the same extents, whatever the lines end with.
case_extents() {
    for name in bom bom-crlf no-newline feeds; do
        cover 0 "CC $name.c -o p"
        expect_functions ./p <<END
$name.c:3: pick 100.0%
$name.c:11: main 100.0%
total (statements) 100.0%
END
    done
}

suite_run

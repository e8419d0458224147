%{
#include <stdio.h>
int yylex(void);
int yyerror(const char *text);
static int twice(int a)
{
    return a * 2;
}
%}
%token NUMBER
%left '+' '-'
%left '*'
%%
all: | all line ;
line: sum '\n' { printf("%d\n", $1); } | '\n' { puts("empty"); } ;
sum: sum '+' sum { $$ = $1 + $3; } | sum '-' sum
    {
        $$ = $1 - $3;
    }
    | sum '*' sum { $$ = $1 * $3; if ($$ > 100) puts("large"); }
    | NUMBER { $$ = twice($1); } ;
%%
#include <string.h>
int yylex(void)
{
    int c = getchar();
    return c == EOF ? 0 : c >= '0' && c <= '9' ? (yylval = c - '0', NUMBER) : c;
}
int yyerror(const char *text)
{
    return (int)strlen(text) + __LINE__ > 10000;
}
int main(void)
{
    return yyparse();
}

/* By option, locations are those that #line says. */
#line 100 "other.c"
int directives(int a)
{
    return a;
}

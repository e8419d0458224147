/* Without the option, locations are those of the file, whatever #line says. */
#line 100 "other.c"
int directives(int a)
{
    return a;
}

/* # makes a string; what is in it does not matter. */
int g(int, ...);
#define STR(x) #x
int stringize(int a)
{
    return g(sizeof STR(a "b" ')'));
}

/* A function that a macro begins and the text ends. */
int g(int);
#define AND_OPEN(name) int name##_whole(void) { return 1; } int name##_begun(int a) {
#define CALL(x) g(x)
AND_OPEN(two)
    CALL(a);
    if (a)
        CALL(1);
    return 1;
}

/* A macro that makes a body; in a function it is a block. */
int g(int);
#define BODY { g(3); return 3; }
int by_body(void) BODY
int not_at_file_scope(int a)
{
    if (a)
        BODY
    return a;
}

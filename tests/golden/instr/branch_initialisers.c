/* Operands in initialisers with designators; none in static ones. */
int g(int);
enum colour { RED, GREEN };
struct pair { int x, y; };
int initialisers(int a, int b, struct pair *p)
{
    int y[] = { [1] = a || b && g(a), 3, b && a };
    static int s = RED ? 3 : 4;
    struct pair old = { x: a && g(a), y: a }, local = a ? *p : (struct pair){ .x = a && 1, .y = a && g(a) };
    return y[a && b] + old.x + local.y + s;
}

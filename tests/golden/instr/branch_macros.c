/* What a macro makes has no operands; its arguments neither. */
#define BOTH(a, b) ((a) && (b))
#define AND &&
#define CHOOSE ? 1 :
int macros(int a, int b)
{
    int x = BOTH(a, b), y = a AND b, z = a && BOTH(b, a), w = a CHOOSE b;
    return BOTH(a && b, b) ? x : BOTH(b, y) && z && w;
}

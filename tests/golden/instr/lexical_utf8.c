/* Letters beyond ASCII; columns are bytes. */
int h(const char *);
int utf8(int x)
{
    h("ünï€ödé"); int größe = x;
    return größe;
}

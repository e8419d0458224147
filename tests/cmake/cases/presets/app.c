int vendored(void);
int extra(int a);
int main(void)
{
    return vendored() + extra(0);
}

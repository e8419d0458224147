int tight(int a);
int wide(int a);

int main(void)
{
    return tight(wide(0));
}

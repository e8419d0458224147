extern "C" int f_passed(void);
int main()
{
    return f_passed();
}

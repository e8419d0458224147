extern "C" int f_obj(void);
int main()
{
    return f_obj();
}

int lib(int a);
int main(int argc, char **argv)
{
    (void)argv;
    return lib(argc);
}

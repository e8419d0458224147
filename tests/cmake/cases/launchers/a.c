int l(int); int main(int argc, char **argv) { (void)argv; return l(argc) - 2; }

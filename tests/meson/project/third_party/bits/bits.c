int bits(int value);
int bits(int value)
{
    return value;
}

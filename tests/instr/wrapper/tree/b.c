int b_value;
int b_add(int left, int right)
{
    if (left > right)
        b_value++;
    return left + right;
}

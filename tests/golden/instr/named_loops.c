/* C2y: a label that `break` or `continue` names stays directly before its loop. */
int find(int m[3][3], int k)
{
    int i, j;
rows:
    for (i = 0; i < 3; i++)
        cols: for (j = 0; j < 3; j++) {
            if (m[i][j] == k)
                break rows;
            if (m[i][j] < 0)
                continue cols;
        }
    if (k)
        only: while (k--)
            continue only;
    k++;
choice: again:
    switch (k) {
    case 1: [[maybe_unused]] inner: __attribute__((unused)) do {
            break inner;
        } while (k);
        break choice;
    }
    return i;
}
int jumps(int k)
{
    goto target;
target:
    while (k--)
        if (k == 3) continue target;
declared:
    for (int i = 0; i < k; i++)
        break declared;
expression:
    for (k = 0; ; )
        break expression;
endless:
    for (;;)
        break endless;
    switch (k) {
    case 0: named: switch (k) { case 1: break named; }
    wrong: case 2: for (; k; ) break wrong;
    }
    if (k == 7) goto expression;
    if (k == 8) goto declared;
    if (k == 9) goto endless;
    return k;
}

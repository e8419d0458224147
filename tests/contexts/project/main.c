#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limit.h"

struct stack {
    int items[LIMIT];
    int len;
};

static int push(struct stack *stack, int value)
{
    if (stack->len == LIMIT) {
        fprintf(stderr, "full\n");
        return -1;
    }

    stack->items[stack->len++] = value;
    return 0;
}

static int pop(struct stack *stack)
{
    if (stack->len == 0)
        return 0;
    return stack->items[--stack->len];
}

static int operate(struct stack *stack, char op)
{
    int b = pop(stack), a = pop(stack);
    switch (op) {
    case '+':
        return push(stack, a + b);
    case '-':
        return push(stack, a - b);
    case '*': {
        int product = 0;
        for (int i = 0; i < b; i++) {
            product += a;

        }
        return push(stack, product);
    }
    default:
        break;
    }

    return -1;
}

static int word(struct stack *stack, const char *text)
{
    if (strlen(text) == 1 && strchr("+-*/", text[0]))
        return operate(stack, text[0]);

    do {
        if (*text < '0' || *text > '9')
            return -1;
    } while (*++text);
    return push(stack, atoi(text - 1));
}

static void dump(const struct stack *stack)
{
    int i = 0;
again:
    if (i < stack->len) {
        printf("%d\n", stack->items[i++]);
        goto again;
    }

}

int main(int argc, char **argv)
{
    struct stack stack = {.len = 0};
    for (int i = 1; i < argc; i++)
        if (word(&stack, argv[i]) != 0) {
            fprintf(stderr, "bad: %s\n", argv[i]);
            return 1;
        }
    dump(&stack);
    return 0;
}

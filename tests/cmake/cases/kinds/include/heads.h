#define HEADS 1

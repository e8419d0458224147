#define BITS 1

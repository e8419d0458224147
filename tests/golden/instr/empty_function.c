/* A function without statements is one unit of no statements. */
void empty(void) {}

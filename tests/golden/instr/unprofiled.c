/* no_instrument_function: no probes. */
__attribute__((no_instrument_function)) int unprofiled(int a) { return a; }
int profiled(int a) { return a; }

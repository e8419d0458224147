#define IFACE 1

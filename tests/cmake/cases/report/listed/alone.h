static inline struct unknown alone(void)
{
    return (struct unknown){0};
}

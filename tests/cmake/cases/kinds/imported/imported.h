int f_imported(void);

static inline int f_imported_inline(void)
{
    return f_imported();
}

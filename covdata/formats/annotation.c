/* In: a place and a message; out: a line of the log. Names are escaped so that they cannot end or extend the line. */
#include "covdata/formats/annotation.h"

#include <string.h>

#include "base/escape.h"

#include "base/banned.h"

/* What would end the text, and in a property also what would end that; and % itself. */
static void annotation_text_print(FILE *out, const char *text, const char *special)
{
    struct str shown = STR_INIT;
    escape_line(&shown, text, "");
    for (size_t i = 0; i < shown.len; i++) {
        if (shown.data[i] == '%' || strchr(special, shown.data[i]))
            fprintf(out, "%%%02X", (unsigned char)shown.data[i]);
        else
            fputc(shown.data[i], out);
    }
    str_free(&shown);
}

void annotation_print(FILE *out, enum annotation_level level, const char *file, uint32_t first, uint32_t last,
                      const char *title, const char *message)
{
    static const char *const names[] = {
        [ANNOTATION_NOTICE] = "notice", [ANNOTATION_WARNING] = "warning", [ANNOTATION_ERROR] = "error"};
    fprintf(out, "::%s file=", names[level]);
    annotation_text_print(out, file, ":,");
    fprintf(out, ",line=%u,endLine=%u,title=", first, last);
    annotation_text_print(out, title, ":,");
    fputs("::", out);
    annotation_text_print(out, message, "");
    fputc('\n', out);
}

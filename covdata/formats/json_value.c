/* In: numbers and names; out: jansson's values. jansson accepts only UTF-8, so names are escaped first
 * (base/escape.h). */
#include "covdata/formats/json_value.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/str.h"
#include "base/escape.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

void json_require(const char *what)
{
    (void)what;
}

void json_begin(void)
{
    json_set_alloc_funcs(xmalloc, free);
}

json_t *json_name(const char *name)
{
    struct str text = STR_INIT;
    escape_line(&text, name, "");
    json_t *value = json_string(text.data);
    str_free(&text);
    return value;
}

json_t *json_number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

json_t *json_tally(struct tally tally)
{
    json_t *value = json_object();
    json_object_set_new(value, "covered", json_number(tally.hit));
    json_object_set_new(value, "total", json_number(tally.total));
    return value;
}

json_t *json_tallies(struct tally statements, struct tally lines, struct tally functions, struct tally intraline)
{
    json_t *value = json_object();
    json_object_set_new(value, "statements", json_tally(statements));
    json_object_set_new(value, "lines", json_tally(lines));
    json_object_set_new(value, "functions", json_tally(functions));
    json_object_set_new(value, "intraline", json_tally(intraline));
    return value;
}

void json_set(json_t *object, const char *name, json_t *value)
{
    struct str text = STR_INIT;
    escape_line(&text, name, "");
    json_object_set_new(object, text.data, value);
    str_free(&text);
}

void json_value_print(FILE *out, json_t *value)
{
    json_dumpf(value, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(value);
}

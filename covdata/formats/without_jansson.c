/* The formats in JSON, in a covdata that was built without jansson. */
#include "base/missing_library.h"
#include "covdata/formats/codecov.h"
#include "covdata/formats/compare.h"
#include "covdata/formats/coveralls.h"
#include "covdata/formats/json.h"
#include "covdata/formats/libraries.h"

#include "base/banned.h"

void json_require(const char *what)
{
    library_missing(what, "jansson", "libjansson-dev");
}

void codecov_print(FILE *out, const struct line_view *view)
{
    (void)out;
    (void)view;
    json_require("codecov");
}

void coveralls_print(FILE *out, const struct line_view *view, const struct roots *roots)
{
    (void)out;
    (void)view;
    (void)roots;
    json_require("coveralls");
}

void json_print(FILE *out, const struct line_view *view)
{
    (void)out;
    (void)view;
    json_require("json");
}

void compare_json(FILE *out, const struct comparison *comparison)
{
    (void)out;
    (void)comparison;
    json_require("compare -format=json");
}

/* The formats in XML, in a covdata that was built without libxml2. */
#include "base/missing_library.h"
#include "covdata/formats/badge.h"
#include "covdata/formats/cobertura.h"
#include "covdata/formats/jacoco.h"
#include "covdata/formats/libraries.h"
#include "covdata/formats/sonarqube.h"

#include "base/banned.h"

void xml_require(const char *what)
{
    library_missing(what, "libxml2", "libxml2-dev");
}

void badge_print(FILE *out, const struct tree *tree, const struct badge_options *options)
{
    (void)out;
    (void)tree;
    (void)options;
    xml_require("badge");
}

void cobertura_print(FILE *out, const struct line_view *view, const struct cobertura_options *options)
{
    (void)out;
    (void)view;
    (void)options;
    xml_require("cobertura");
}

void jacoco_print(FILE *out, const struct line_view *view)
{
    (void)out;
    (void)view;
    xml_require("jacoco");
}

void sonarqube_print(FILE *out, const struct line_view *view)
{
    (void)out;
    (void)view;
    xml_require("sonarqube");
}

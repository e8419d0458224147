/* The style sheet and the script of the pages: files of this folder that Embed.cmake makes part of the program. */
#ifndef COVER_COVDATA_FORMATS_HTML_ASSETS_H
#define COVER_COVDATA_FORMATS_HTML_ASSETS_H

#include <stddef.h>

struct asset {
    const char *text;
    size_t len;
};

extern const struct asset asset_style, asset_script;

#endif

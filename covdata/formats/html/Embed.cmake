# cmake -DOUTPUT=FILE -DSOURCE=DIR -P Embed.cmake: the files that assets.h declares, as a C source of bytes.
cmake_minimum_required(VERSION 3.24)
set(text "/* Made by Embed.cmake. */\n#include \"covdata/formats/html/assets.h\"\n")
foreach(pair IN ITEMS "style;style.css" "script;script.js")
  list(POP_FRONT pair name file)
  file(READ "${SOURCE}/${file}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(APPEND text "static const unsigned char ${name}_bytes[] = {\n${bytes}0};\n"
    "const struct asset asset_${name} = {(const char *)${name}_bytes, sizeof ${name}_bytes - 1};\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")

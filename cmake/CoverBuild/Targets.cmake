# add_coverage_target(), in two halves, since only the deferred call knows the packages and covdata. The first checks the
# arguments and makes the target; the second writes the settings that Report.cmake reads.
include_guard(GLOBAL)

# Parses the arguments from the given index on, as variables arg_<KEYWORD> of the caller.
macro(_cover_parse_report index)
  cmake_parse_arguments(PARSE_ARGV ${index} arg "BASELINE;NO_BASELINE" "TESTS;DIFF;OUTPUT"
    "PACKAGES;DISPOSITION;EXCLUDE;LABELS;FORMATS;FAIL_UNDER")
endmacro()

# Stops the configure run if an item is none of the choices.
function(_cover_check_items name what items choices)
  foreach(item IN LISTS items)
    if(NOT item IN_LIST choices)
      list(JOIN choices ", " text)
      message(FATAL_ERROR "CoverBuild: add_coverage_target(${name}): no ${what} \"${item}\"; there are ${text}.")
    endif()
  endforeach()
endfunction()

# Stops the configure run if a gate is not N, WORD:N, WORD:WORD:N or PATTERN=…N, as in covdata, or diff:N.
function(_cover_check_gates name gates diff)
  foreach(gate IN LISTS gates)
    if(NOT gate MATCHES "^([^=]+=|[a-z]+:)?([a-z]+:)?[0-9]+([.][0-9]+)?$")
      message(FATAL_ERROR
        "CoverBuild: add_coverage_target(${name}): FAIL_UNDER \"${gate}\" is not a gate; gates are, for example, 80, "
        "lines:75, package:60, contained:90, mod/pkg=70, diff:80.")
    endif()
    if(gate MATCHES "^diff:" AND NOT diff)
      message(FATAL_ERROR "CoverBuild: add_coverage_target(${name}): FAIL_UNDER ${gate} needs DIFF <range>.")
    endif()
  endforeach()
endfunction()

# The facts that a report needs: the packages that PACKAGES selects, and where headers are compiled for BASELINE.
function(_cover_state_report name)
  _cover_parse_report(1)
  set(packages all)
  if(DEFINED arg_PACKAGES)
    string(REPLACE ";" "," packages "${arg_PACKAGES}")
  endif()
  _cover_check_line("add_coverage_target(${name}) PACKAGES" "${packages}")
  set(text "select add_coverage_target(${name}) ${packages}\n")
  if(arg_BASELINE)
    string(APPEND text "header-objects ${CMAKE_BINARY_DIR}/cover/headers\n")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY _COVER_FACTS "${text}")
endfunction()

# Writes the settings that Report.cmake reads.
function(_cover_finish_report name covdata)
  _cover_parse_report(2)
  set(output "${CMAKE_BINARY_DIR}/cover/report/${name}")
  set(data "${CMAKE_BINARY_DIR}/cover/data")
  set(ctest_arguments "")
  set(packages "")
  if(DEFINED arg_OUTPUT)
    cmake_path(ABSOLUTE_PATH arg_OUTPUT BASE_DIRECTORY "${CMAKE_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE output)
  endif()
  if(DEFINED arg_TESTS OR DEFINED arg_LABELS)
    set(data "${CMAKE_BINARY_DIR}/cover/report/${name}/data")
  endif()
  if(DEFINED arg_TESTS)
    list(APPEND ctest_arguments -R "${arg_TESTS}")
  endif()
  if(DEFINED arg_LABELS)
    list(JOIN arg_LABELS "|" labels)
    list(APPEND ctest_arguments -L "${labels}")
  endif()
  if(DEFINED arg_PACKAGES)
    get_property(names GLOBAL PROPERTY _COVER_REPORTS)
    list(FIND names ${name} index)
    set(packages "${cover_plan_selection_${index}}")
  endif()
  set(text "")
  foreach(pair IN ITEMS ctest:CMAKE_CTEST_COMMAND build:CMAKE_BINARY_DIR covdata:covdata data:data output:output
      packages:packages dispositions:arg_DISPOSITION excluded:arg_EXCLUDE formats:arg_FORMATS gates:arg_FAIL_UNDER
      diff:arg_DIFF baseline:arg_BASELINE no_baseline:arg_NO_BASELINE ctest_arguments:ctest_arguments root:cover_plan_root)
    string(REGEX REPLACE ":.*" "" key "${pair}")
    string(REGEX REPLACE ".*:" "" variable "${pair}")
    string(APPEND text "set(${key} [==[${${variable}}]==])\n")
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/cover/targets/${name}.cmake" "${text}")
endfunction()

function(add_coverage_target name)
  _cover_parse_report(1)
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/Formats.cmake")
  if(DEFINED arg_UNPARSED_ARGUMENTS OR DEFINED arg_KEYWORDS_MISSING_VALUES)
    list(JOIN arg_UNPARSED_ARGUMENTS " " unknown)
    list(JOIN arg_KEYWORDS_MISSING_VALUES " " missing)
    message(FATAL_ERROR
      "CoverBuild: add_coverage_target(${name}): unknown: \"${unknown}\", without a value: \"${missing}\". "
      "It takes PACKAGES <pattern>..., DISPOSITION <word>..., EXCLUDE <file pattern>..., TESTS <regex>, LABELS <regex>..., "
      "FORMATS <format>..., FAIL_UNDER <gate>..., DIFF <range>, OUTPUT <dir>, BASELINE, NO_BASELINE.")
  endif()
  _cover_check_items(${name} format "${arg_FORMATS}" "${COVER_FORMATS}")
  _cover_check_items(${name} disposition "${arg_DISPOSITION}" "contained;dependent;system;test")
  _cover_check_gates(${name} "${arg_FAIL_UNDER}" "${arg_DIFF}")
  get_property(enabled GLOBAL PROPERTY _COVER_ENABLED)
  if(NOT enabled)
    add_custom_target(${name}
      COMMAND "${CMAKE_COMMAND}" -E echo "Coverage is off. Switch it on: cmake -DCOVER=ON ${CMAKE_BINARY_DIR}"
      COMMAND "${CMAKE_COMMAND}" -E false
      VERBATIM)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY _COVER_REPORTS ${name}) # names of the report targets
  set_property(GLOBAL PROPERTY "_COVER_REPORT:${name}" "${ARGN}") # arguments of each, for the deferred call
  add_custom_target(${name}
    COMMAND "${CMAKE_COMMAND}" "-DCOVER_REPORT=${CMAKE_BINARY_DIR}/cover/targets/${name}.cmake" -Dconfig=$<CONFIG>
      -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/Report.cmake"
    USES_TERMINAL VERBATIM)
endfunction()

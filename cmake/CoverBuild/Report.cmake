# Runs the tests and reports (cmake -DCOVER_REPORT=<file> -P Report.cmake): the command of a target that
# add_coverage_target made. In: the file, which sets ctest, ctest_arguments, build, config, data, output, covdata,
# packages, formats, gates, root. Out: the percent table on the terminal and, in the output folder, merged data and a file a
# format. Failing tests do not stop it; its own status is theirs.
cmake_minimum_required(VERSION 3.24)
include("${COVER_REPORT}")
include("${CMAKE_CURRENT_LIST_DIR}/Formats.cmake")

# Runs covdata in `dir` and gives its output. If it fails, it has said why; the other reports are made all the same.
function(cover_covdata dir out)
  execute_process(COMMAND "${covdata}" ${ARGN} WORKING_DIRECTORY "${dir}" RESULT_VARIABLE result OUTPUT_VARIABLE text)
  if(NOT result EQUAL 0)
    message(SEND_ERROR "CoverBuild: covdata ${ARGV2} failed (${result}).")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Makes the file of a format. What percent and func print is kept in `text`, too; the others are not Go's, and have -o.
function(cover_write format file)
  set(flags ${COVER_FORMAT_FLAGS_${format}} -markers "-source=${root}" -i=merged ${restrict})
  if(format STREQUAL "text" OR format STREQUAL "func")
    string(REPLACE "text" "percent" command ${format})
    cover_covdata("${output}" text ${command} ${flags})
    file(WRITE "${output}/${file}" "${text}")
    set(text "${text}" PARENT_SCOPE)
  else()
    cover_covdata("${output}" ignored ${format} -o=${file} ${flags})
  endif()
endfunction()

file(REMOVE_RECURSE "${data}")
set(ENV{COVERBUILD_DATA} "${data}")
execute_process(
  COMMAND "${ctest}" --test-dir "${build}" -C "${config}" --no-tests=error --output-on-failure ${ctest_arguments}
  RESULT_VARIABLE tests)

file(GLOB metas RELATIVE "${data}" "${data}/*/covmeta.*")
list(TRANSFORM metas REPLACE "/[^/]*$" "" OUTPUT_VARIABLE folders)
list(REMOVE_DUPLICATES folders)
if(NOT folders)
  message(FATAL_ERROR "CoverBuild: no test left coverage data below ${data} (ctest's status: ${tests}).")
endif()
file(MAKE_DIRECTORY "${output}")
file(REMOVE_RECURSE "${output}/merged")
cover_covdata("${output}" ignored merge -o=merged -- "${data}")

set(restrict "")
if(packages)
  list(JOIN packages "," names)
  set(restrict "-pkg=${names}")
endif()
cover_write(text percent.txt)
message("${text}")
foreach(format file IN ZIP_LISTS COVER_FORMATS COVER_FORMAT_FILES)
  if(format IN_LIST formats AND NOT format STREQUAL "text")
    cover_write(${format} ${file})
  endif()
endforeach()
if("cobertura" IN_LIST formats)
  file(COPY_FILE "${output}/coverage.xml" "${build}/coverage.xml") # where `ctest -T Coverage` looks
endif()
if(gates)
  list(JOIN gates "," gates)
  cover_covdata("${output}" ignored summary -depth=module -o=/dev/null "-fail-under=${gates}" -markers "-source=${root}"
    -i=merged ${restrict})
endif()
list(LENGTH folders count)
set(skipped "${build}/cover/skipped.log")
if(EXISTS "${skipped}")
  file(STRINGS "${skipped}" lines)
  list(REMOVE_DUPLICATES lines)
  list(LENGTH lines left)
  message("CoverBuild: ${left} functions or files could not be instrumented and are not counted: ${skipped}")
endif()
message("CoverBuild: data of ${count} tests; reports in ${output}")
if(NOT tests EQUAL 0)
  message(FATAL_ERROR "CoverBuild: tests failed (ctest's status: ${tests}); the report counts what they ran.")
endif()

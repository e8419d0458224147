# Plans the build: writes the facts, has `covercc plan` decide, and writes the manifest. In: the properties
# _COVER_SETTINGS and _COVER_FACTS, lines of the facts. Out: the file of answers, and one file(GENERATE) a configuration,
# since the generator expressions in lists of sources are known only then.
include_guard(GLOBAL)

function(_cover_manifest_path out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi)
    set(${out} "${CMAKE_BINARY_DIR}/cover/manifest-$<CONFIG>.txt" PARENT_SCOPE)
  else()
    set(${out} "${CMAKE_BINARY_DIR}/cover/manifest.txt" PARENT_SCOPE)
  endif()
endfunction()

# Runs covercc plan. Answers the file of answers, and lines for the user.
function(_cover_run_plan covercc answers_out summary_out)
  set(dir "${CMAKE_BINARY_DIR}/cover/plan")
  get_property(settings GLOBAL PROPERTY _COVER_SETTINGS)
  get_property(facts GLOBAL PROPERTY _COVER_FACTS)
  file(WRITE "${dir}/facts.txt" "${settings}project ${CMAKE_PROJECT_NAME}\ncovercc ${covercc}\n${facts}")
  execute_process(
    COMMAND "${covercc}" plan "--manifest=${dir}/manifest.txt" "--answers=${dir}/answers.cmake" "${dir}/facts.txt"
    RESULT_VARIABLE result OUTPUT_VARIABLE summary ERROR_VARIABLE text
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "(^|\n)covercc: (warning: )?" "\\1CoverBuild: " text "${text}")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${text}")
  elseif(NOT text STREQUAL "")
    message(WARNING "${text}")
  endif()
  set(${answers_out} "${dir}/answers.cmake" PARENT_SCOPE)
  set(${summary_out} "${summary}" PARENT_SCOPE)
endfunction()

# Completes the manifest, in which the generator's own expressions stand.
function(_cover_write_manifest)
  _cover_manifest_path(manifest)
  file(READ "${CMAKE_BINARY_DIR}/cover/plan/manifest.txt" text)
  file(GENERATE OUTPUT "${manifest}" CONTENT "${text}")
endfunction()

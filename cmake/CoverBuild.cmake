#[=======================================================================[.rst:
CoverBuild
----------

A coverage build mode: ``cmake -DCOVER=ON`` builds a project with coverage of its C code, CTest leaves the data of
every test in a directory of its own, and ``covdata`` (or ``go tool covdata``) reports on it. With ``COVER`` off nothing
in the build changes.

Bring it in without an edit to the project by ``-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES=/path/to/CoverBuild.cmake``, or by
``include()`` anywhere in it. docs/guide/cmake.md is the manual; in short:

Variables
  ``COVER``      ON switches it on.
  ``COVERPKG``   What to cover: ``mod`` (default), ``mod.deps``, ``test``, ``all``, or a list of package patterns; a leading ``-``
                 excludes.
  ``COVERMODE``  ``set`` (default), ``count``, ``atomic``.
  ``COVERGRAN``  ``perblock`` (default), ``perfunc``.
  ``COVERINTRALINE`` ON: operands of ``&&`` and ``||`` and arms of ``?:`` are counted, too.
  ``COVERCALLS`` ON: every call ends a unit.
  ``COVERNORETURN`` Names of functions that don't return, where no attribute says so.
  ``COVERLINEDIRECTIVES`` ON: positions are as ``#line`` directives say, not as in the file that is compiled.
  ``COVER_STRICT`` ON: a file or function that can't be instrumented is an error.
  ``COVER_CLASS`` Whose packages are, whatever the rules say: a list of PATTERN=contained, =dependent, =system or =test.
  ``COVER_ROOT`` The project's source root, where that is not the top-level CMakeLists.txt's folder.
  ``COVERBUILD_ROOT`` Where CoverBuild's tools are, if not built on the spot.

Properties
  ``COVER_DISPOSITION`` of a target or a directory: ``contained``, ``dependent``, ``system`` or ``test`` overrides the rules.

Function
  ``add_coverage_target(<name> [PACKAGES <pattern>...] [DISPOSITION contained|dependent|system|test...] [EXCLUDE <pattern>...]
  [TESTS <regex>] [LABELS <regex>...] [FORMATS <format>...] [FAIL_UNDER <gate>...] [DIFF <range>] [OUTPUT <dir>] [BASELINE|NO_BASELINE])``
  makes a target that runs the tests, reports, and then fails if a test did or a gate is missed.

Targets
  ``cover-report-skipped`` lists what the build could not instrument, and why.
  ``cover-clean`` removes all coverage data; ``coverage`` is made when the project is brought in unedited.

The work is done in one call deferred to the end of the top-level directory, when all targets are known.
#]=======================================================================]
include_guard(GLOBAL)
get_property(_cover_first GLOBAL PROPERTY _COVER_MODULE_FILE)
if(_cover_first) # another copy of this module: it was brought in from outside, and is the project's own as well
  message(STATUS "CoverBuild: ${_cover_first} is in use; ${CMAKE_CURRENT_LIST_FILE} is not read")
  return()
endif()
set_property(GLOBAL PROPERTY _COVER_MODULE_FILE "${CMAKE_CURRENT_LIST_FILE}")
cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Facts.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Plan.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Headers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Instrument.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Tools.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Tests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Targets.cmake")

define_property(DIRECTORY PROPERTY COVER_DISPOSITION INHERITED
  BRIEF_DOCS "contained, dependent, system or test"
  FULL_DOCS "CoverBuild: whose the directory's targets are, whatever the rules say.")
define_property(TARGET PROPERTY COVER_DISPOSITION INHERITED
  BRIEF_DOCS "contained, dependent, system or test" FULL_DOCS "CoverBuild: whose the target is, whatever the rules say.")

# Stops the configure run if the variable has another value than those that follow it.
function(_cover_check_choice variable)
  if(NOT "${${variable}}" IN_LIST ARGN)
    list(JOIN ARGN ", " choices)
    message(FATAL_ERROR "CoverBuild: ${variable} is \"${${variable}}\"; it can be ${choices}.")
  endif()
endfunction()

# Stops the configure run if a switch is neither true nor false to CMake: CMake takes many a wrong value for false.
function(_cover_check_switches)
  foreach(variable IN LISTS ARGN)
    string(TOUPPER "${${variable}}" value)
    if(NOT value MATCHES "^(|ON|OFF|YES|NO|TRUE|FALSE|Y|N|[0-9]+)$")
      message(FATAL_ERROR "CoverBuild: ${variable} is \"${${variable}}\"; it can be ON or OFF.")
    endif()
  endforeach()
endfunction()

# dir is root, or below it.
function(_cover_below dir root out)
  cmake_path(IS_PREFIX root "${dir}" NORMALIZE below)
  set(${out} ${below} PARENT_SCOPE)
endfunction()

# Whether a variable of CMake's named the module, rather than the project itself.
function(_cover_is_injected file out)
  set(${out} FALSE PARENT_SCOPE)
  foreach(include IN LISTS CMAKE_PROJECT_TOP_LEVEL_INCLUDES CMAKE_PROJECT_INCLUDE CMAKE_PROJECT_INCLUDE_BEFORE)
    file(REAL_PATH "${include}" include BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    file(REAL_PATH "${file}" real)
    if(include STREQUAL real)
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# The project's source root.
function(_cover_source_root out)
  set(root "${CMAKE_SOURCE_DIR}")
  if(COVER_ROOT)
    file(REAL_PATH "${COVER_ROOT}" root BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    _cover_below("${CMAKE_SOURCE_DIR}" "${root}" below)
    if(NOT below)
      message(FATAL_ERROR
        "CoverBuild: COVER_ROOT must hold the project, but\n  ${root}\nis not above\n  ${CMAKE_SOURCE_DIR}")
    endif()
  endif()
  set(${out} "${root}" PARENT_SCOPE)
endfunction()

# The options as facts (docs/reference/manifest.md). Where the build tree is the source tree too, only CMake's own folder counts as
# the build tree.
function(_cover_state_options root out)
  set(build "${CMAKE_BINARY_DIR}")
  file(REAL_PATH "${build}" real_build)
  file(REAL_PATH "${root}" real_root)
  if(real_build STREQUAL real_root)
    string(APPEND build "/CMakeFiles")
  endif()
  string(REPLACE ";" "," patterns "${COVERPKG}")
  string(REPLACE ";" "," classes "${COVER_CLASS}")
  string(REPLACE ";" "," noreturn "${COVERNORETURN}")
  _cover_check_line("an option or the build tree" "${build}${root}${patterns}${classes}${noreturn}")
  set(text "coverbuild-facts 1\nroot ${root}\nsearch-vendored\nbuild ${build}\n")
  string(APPEND text "skipped ${CMAKE_BINARY_DIR}/cover/skipped.log\nlog ${CMAKE_BINARY_DIR}/cover/build.log\n")
  string(APPEND text "mode ${COVERMODE}\ngranularity ${COVERGRAN}\n")
  foreach(pair IN ITEMS COVER_STRICT:strict COVERINTRALINE:intraline COVERCALLS:calls
      COVERLINEDIRECTIVES:line-directives)
    string(REGEX MATCH "^(.*):(.*)$" pair "${pair}")
    if(${CMAKE_MATCH_1})
      string(APPEND text "${CMAKE_MATCH_2} 1\n")
    endif()
  endforeach()
  if(noreturn)
    string(APPEND text "noreturn COVERNORETURN ${noreturn}\n")
  endif()
  string(APPEND text "select COVERPKG ${patterns}\noverride COVER_CLASS ${classes}\n")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Checks what can be checked before there are targets, and keeps the options: the deferred call may see other variables
# than these.
function(_cover_begin file)
  _cover_check_switches(COVER COVER_STRICT COVERINTRALINE COVERCALLS COVERLINEDIRECTIVES)
  set_property(GLOBAL PROPERTY _COVER_ENABLED ${COVER}) # whether add_coverage_target makes a target that works
  if(NOT COVER)
    return()
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR
      "CoverBuild: COVER=ON works with the Ninja and Makefiles generators, not with \"${CMAKE_GENERATOR}\".")
  endif()
  _cover_check_choice(COVERMODE set count atomic)
  _cover_check_choice(COVERGRAN perblock perfunc)
  _cover_is_injected("${file}" injected)
  set_property(GLOBAL PROPERTY _COVER_INJECTED ${injected}) # whether the target `coverage` is made without being asked for
  _cover_source_root(root)
  _cover_state_options("${root}" settings)
  set_property(GLOBAL PROPERTY _COVER_SETTINGS "${settings}") # the first lines of the facts: the options
  string(REPLACE ";" "," patterns "${COVERPKG}")
  set_property(GLOBAL PROPERTY _COVER_OPTIONS # the options as the configure run prints them
    "COVERPKG=${patterns} COVERMODE=${COVERMODE} COVERGRAN=${COVERGRAN}")
  set_property(GLOBAL PROPERTY _COVER_FACTS "") # the other lines: directories and targets, as the deferred call finds them
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _cover_apply 0)
endfunction()

# The directories of the build, each before its subdirectories.
function(_cover_directories dir out)
  set(all "${dir}")
  get_property(subs DIRECTORY "${dir}" PROPERTY SUBDIRECTORIES)
  foreach(sub IN LISTS subs)
    _cover_directories("${sub}" below)
    list(APPEND all ${below})
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

# All targets that compile or hold headers, the imported ones, and those that a plain build makes. Libraries come first:
# of two targets that offer a directory, the library owns it.
function(_cover_targets directories out imported_out built_out)
  set(libraries "")
  set(programs "")
  set(imported "")
  set(built "")
  foreach(dir IN LISTS directories)
    get_property(targets DIRECTORY "${dir}" PROPERTY BUILDSYSTEM_TARGETS)
    get_property(found DIRECTORY "${dir}" PROPERTY IMPORTED_TARGETS)
    get_property(dir_excluded DIRECTORY "${dir}" PROPERTY EXCLUDE_FROM_ALL)
    list(APPEND imported ${found})
    foreach(target IN LISTS targets)
      get_target_property(type ${target} TYPE)
      get_target_property(excluded ${target} EXCLUDE_FROM_ALL)
      if(NOT excluded AND NOT dir_excluded AND NOT type STREQUAL "INTERFACE_LIBRARY")
        list(APPEND built ${target})
      endif()
      if(type STREQUAL "EXECUTABLE")
        list(APPEND programs ${target})
      elseif(type MATCHES "_LIBRARY$")
        list(APPEND libraries ${target})
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES imported)
  set(${out} ${libraries} ${programs} PARENT_SCOPE)
  set(${imported_out} "${imported}" PARENT_SCOPE)
  set(${built_out} "${built}" PARENT_SCOPE)
endfunction()

# Warns if nothing will be instrumented, or perhaps not everything.
function(_cover_check_compiler languages)
  if(NOT "C" IN_LIST languages)
    message(WARNING "CoverBuild: the project does not use C: there is nothing to instrument.")
  elseif(CMAKE_C_COMPILER_ID AND NOT CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
    message(WARNING "CoverBuild: the C compiler is ${CMAKE_C_COMPILER_ID}; covercc instruments for GCC and Clang only: "
      "there will be no data.")
  elseif((CMAKE_C_COMPILER_ID STREQUAL "GNU" AND CMAKE_C_COMPILER_VERSION VERSION_LESS 12) OR
      (CMAKE_C_COMPILER_ID STREQUAL "Clang" AND CMAKE_C_COMPILER_VERSION VERSION_LESS 14))
    message(WARNING "CoverBuild: the C compiler is ${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}; covercc is tested "
      "with GCC 12 and Clang 14 and newer. The target cover-report-skipped lists what it could not instrument.")
  endif()
endfunction()

# Another stamp means that everything is compiled again: the logs of what was skipped before are void.
function(_cover_forget_skipped stamp)
  if(NOT "${COVER_LAST_STAMP}" STREQUAL stamp)
    file(REMOVE "${CMAKE_BINARY_DIR}/cover/skipped.log" "${CMAKE_BINARY_DIR}/cover/build.log")
    set(COVER_LAST_STAMP ${stamp} CACHE INTERNAL "CoverBuild: the value of COVER_BUILD")
  endif()
endfunction()

# Prints what a user wants to know of a configure run.
function(_cover_print_summary summary covercc covdata)
  get_property(options GLOBAL PROPERTY _COVER_OPTIONS)
  string(REPLACE ";" "," summary "${summary}")
  string(REPLACE "\n" ";" lines "${options}\n${summary}\ntools: ${covercc} ${covdata}")
  foreach(line IN LISTS lines)
    message(STATUS "CoverBuild: ${line}")
  endforeach()
endfunction()

# The deferred call. Calls deferred after it may still add targets; it lets them go first.
function(_cover_apply rounds)
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" GET_CALL_IDS pending)
  if(pending AND rounds LESS 10)
    math(EXPR rounds "${rounds} + 1")
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [==[${CMAKE_SOURCE_DIR}]==] CALL _cover_apply ${rounds})")
    return()
  endif()
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  get_property(injected GLOBAL PROPERTY _COVER_INJECTED)
  if(injected AND NOT TARGET coverage)
    add_coverage_target(coverage)
  endif()
  _cover_check_compiler("${languages}")
  _cover_directories("${CMAKE_SOURCE_DIR}" directories)
  _cover_targets("${directories}" targets imported built)
  _cover_tools(covercc covdata)
  _cover_state_directories("${directories}")
  _cover_state_targets("${targets}")
  _cover_state_imported("${imported}")
  get_property(reports GLOBAL PROPERTY _COVER_REPORTS)
  foreach(name IN LISTS reports)
    get_property(arguments GLOBAL PROPERTY "_COVER_REPORT:${name}")
    _cover_state_report(${name} ${arguments})
  endforeach()
  _cover_run_plan("${covercc}" answers summary)
  include("${answers}")
  _cover_hook_tests("${directories}" "${covercc}")
  if("C" IN_LIST languages)
    _cover_write_manifest()
    _cover_write_headers("${covercc}")
    _cover_forget_skipped(${cover_plan_stamp})
    _cover_home(home)
    _cover_add_runtime("${home}")
    _cover_instrument("${cover_plan_archives}" "${cover_plan_linked}" "${covercc}" ${cover_plan_stamp})
  endif()
  _cover_finish_targets("${built}" "${covercc}" "${covdata}")
  _cover_print_summary("${summary}" "${covercc}" "${covdata}")
endfunction()

# The second half of the report targets: what they depend on, and the packages that they show. Then the targets that are
# there without being asked for.
function(_cover_finish_targets built covercc covdata)
  if(NOT TARGET cover-clean)
    add_custom_target(cover-clean
      COMMAND "${CMAKE_COMMAND}" -E rm -rf "${CMAKE_BINARY_DIR}/cover/data" "${CMAKE_BINARY_DIR}/cover/report"
      COMMENT "Removing coverage data" VERBATIM)
  endif()
  if(NOT TARGET cover-report-skipped)
    add_custom_target(cover-report-skipped
      COMMAND "${covercc}" "--summary=${CMAKE_BINARY_DIR}/cover/build.log"
      COMMENT "Listing what the build instrumented and what it skipped" USES_TERMINAL VERBATIM)
  endif()
  get_property(names GLOBAL PROPERTY _COVER_REPORTS)
  foreach(name IN LISTS names)
    get_property(arguments GLOBAL PROPERTY "_COVER_REPORT:${name}")
    _cover_finish_report(${name} "${covdata}" ${arguments})
    if(built)
      add_dependencies(${name} ${built})
    endif()
  endforeach()
endfunction()

option(COVER "Build with coverage (CoverBuild)" OFF)
option(COVER_STRICT "CoverBuild: a file or function that can't be instrumented is an error" OFF)
set(COVERPKG "mod" CACHE STRING "CoverBuild: mod, mod.deps, test, all, or a list of package patterns; a leading - excludes")
set(COVERMODE "set" CACHE STRING "CoverBuild: set, count or atomic")
set(COVERGRAN "perblock" CACHE STRING "CoverBuild: perblock or perfunc")
option(COVERINTRALINE "CoverBuild: count operands of && and || and arms of ?:, too" OFF)
option(COVERCALLS "CoverBuild: end a unit at every call" OFF)
option(COVERLINEDIRECTIVES "CoverBuild: positions as #line directives say (yacc, re2c), not as in the file that is compiled" OFF)
set(COVERNORETURN "" CACHE STRING "CoverBuild: names of functions that don't return, where no attribute says so")
set(COVER_CLASS "" CACHE STRING "CoverBuild: PATTERN=contained, =dependent or =system: whose packages are")
set(COVER_ROOT "" CACHE PATH "CoverBuild: the project's source root, if not the folder of its CMakeLists.txt")
mark_as_advanced(COVER_CLASS COVER_ROOT)
_cover_begin("${CMAKE_CURRENT_LIST_FILE}")

cmake_policy(POP)

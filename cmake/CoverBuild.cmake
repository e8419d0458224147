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
  ``COVERPKG``   What to cover: ``mod`` (default), ``mod.deps``, ``all``, or a list of package patterns; a leading ``-``
                 excludes.
  ``COVERMODE``  ``set`` (default), ``count``, ``atomic``.
  ``COVERGRAN``  ``perblock`` (default), ``perfunc``.
  ``COVERINTRALINE`` ON: operands of ``&&`` and ``||`` and arms of ``?:`` are counted, too.
  ``COVERCALLS`` ON: every call ends a unit.
  ``COVERNORETURN`` Names of functions that don't return, where no attribute says so.
  ``COVERLINEDIRECTIVES`` ON: positions are as ``#line`` directives say, not as in the file that is compiled.
  ``COVER_STRICT`` ON: a file or function that can't be instrumented is an error.
  ``COVER_CLASS`` Whose packages are, whatever the rules say: a list of PATTERN=contained, =dependent or =system.
  ``COVER_ROOT`` The project's source root, where that is not the top-level CMakeLists.txt's folder.
  ``COVERBUILD_ROOT`` Where CoverBuild's tools are, if not built on the spot.

Properties
  ``COVER_DISPOSITION`` of a target or a directory: ``contained``, ``dependent`` or ``system`` overrides the rules.

Function
  ``add_coverage_target(<name> [PACKAGES <pattern>...] [DISPOSITION contained|dependent|system...] [EXCLUDE <pattern>...]
  [TESTS <regex>] [LABELS <regex>...] [FORMATS <format>...] [FAIL_UNDER <gate>...] [DIFF <range>] [OUTPUT <dir>] [BASELINE])``
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
cmake_policy(VERSION 3.24)

include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Classify.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Packages.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Headers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Manifest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Instrument.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Tools.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Tests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild/Targets.cmake")

define_property(DIRECTORY PROPERTY COVER_DISPOSITION INHERITED
  BRIEF_DOCS "contained, dependent or system"
  FULL_DOCS "CoverBuild: whose the directory's targets are, whatever the rules say.")
define_property(TARGET PROPERTY COVER_DISPOSITION INHERITED
  BRIEF_DOCS "contained, dependent or system" FULL_DOCS "CoverBuild: whose the target is, whatever the rules say.")

# One of the values a variable can have, or the end of the configure run.
function(_cover_check_choice variable)
  if(NOT "${${variable}}" IN_LIST ARGN)
    list(JOIN ARGN ", " choices)
    message(FATAL_ERROR "CoverBuild: ${variable} is \"${${variable}}\"; it can be ${choices}.")
  endif()
endfunction()

# What CMake takes for true or false, and nothing that it would take for false though it is neither.
function(_cover_check_switches)
  foreach(variable IN LISTS ARGN)
    string(TOUPPER "${${variable}}" value)
    if(NOT value MATCHES "^(|ON|OFF|YES|NO|TRUE|FALSE|Y|N|[0-9]+)$")
      message(FATAL_ERROR "CoverBuild: ${variable} is \"${${variable}}\"; it can be ON or OFF.")
    endif()
  endforeach()
endfunction()

# Was the module named in a variable of CMake's, and not by the project itself?
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

# What counts as a unit, as lines of the manifest.
function(_cover_unit_choices out)
  set(text "")
  if(COVERINTRALINE)
    string(APPEND text "intraline 1\n")
  endif()
  if(COVERCALLS)
    string(APPEND text "calls 1\n")
  endif()
  if(COVERLINEDIRECTIVES)
    string(APPEND text "line-directives 1\n")
  endif()
  if(COVERNORETURN)
    string(REPLACE ";" "," names "${COVERNORETURN}")
    if(NOT names MATCHES "^[A-Za-z_$][A-Za-z0-9_$]*(,[A-Za-z_$][A-Za-z0-9_$]*)*$")
      message(FATAL_ERROR "CoverBuild: COVERNORETURN is \"${names}\"; it can be names of functions, with commas between them.")
    endif()
    string(APPEND text "noreturn ${names}\n")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Checks what can be checked before there are targets, and keeps the options: the deferred call may see other
# variables than these.
function(_cover_begin file)
  _cover_check_switches(COVER COVER_STRICT COVERINTRALINE COVERCALLS COVERLINEDIRECTIVES)
  set_property(GLOBAL PROPERTY _COVER_ENABLED ${COVER})
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
  set(root "${CMAKE_SOURCE_DIR}")
  if(COVER_ROOT)
    file(REAL_PATH "${COVER_ROOT}" root BASE_DIRECTORY "${CMAKE_SOURCE_DIR}")
    _cover_below("${CMAKE_SOURCE_DIR}" "${root}" below)
    if(NOT below)
      message(FATAL_ERROR
        "CoverBuild: COVER_ROOT must hold the project, but\n  ${root}\nis not above\n  ${CMAKE_SOURCE_DIR}")
    endif()
  endif()
  set_property(GLOBAL PROPERTY _COVER_MODE ${COVERMODE})
  set_property(GLOBAL PROPERTY _COVER_GRANULARITY ${COVERGRAN})
  set_property(GLOBAL PROPERTY _COVER_STRICT ${COVER_STRICT})
  _cover_unit_choices(choices)
  set_property(GLOBAL PROPERTY _COVER_CHOICES "${choices}")
  set_property(GLOBAL PROPERTY _COVER_PATTERNS "${COVERPKG}")
  set_property(GLOBAL PROPERTY _COVER_OVERRIDES "${COVER_CLASS}")
  set_property(GLOBAL PROPERTY _COVER_INJECTED ${injected})
  set_property(GLOBAL PROPERTY _COVER_SOURCE_ROOT "${root}")
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _cover_apply 0)
endfunction()

# The directories of the build, each before those below it.
function(_cover_directories dir out)
  set(all "${dir}")
  get_property(subs DIRECTORY "${dir}" PROPERTY SUBDIRECTORIES)
  foreach(sub IN LISTS subs)
    _cover_directories("${sub}" below)
    list(APPEND all ${below})
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

# All targets that compile or hold headers, libraries first (of two that offer a directory the library has it); the
# imported ones; and those that a plain build makes.
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

# Fills the tables of modules and packages (Classify.cmake, Packages.cmake).
function(_cover_survey directories targets imported)
  get_property(root GLOBAL PROPERTY _COVER_SOURCE_ROOT)
  _cover_classify_begin("${root}")
  _cover_add_targets("${targets}")
  _cover_add_files("${targets}")
  _cover_claim_vendored("${root}")
  foreach(dir IN LISTS directories)
    _cover_claim_vendored("${dir}")
  endforeach()
  _cover_claim_directories()
  foreach(target IN LISTS imported)
    _cover_add_imported(${target})
  endforeach()
endfunction()

# COVER_CLASS: PATTERN=disposition, after all rules.
function(_cover_override_classes)
  get_property(overrides GLOBAL PROPERTY _COVER_OVERRIDES)
  get_property(packages GLOBAL PROPERTY _COVER_PACKAGES)
  string(REPLACE "," ";" overrides "${overrides}")
  foreach(item IN LISTS overrides)
    if(NOT item MATCHES "^(.+)=(contained|dependent|system)$")
      message(FATAL_ERROR
        "CoverBuild: COVER_CLASS: \"${item}\" is not PATTERN=contained, PATTERN=dependent or PATTERN=system.")
    endif()
    set(pattern "${CMAKE_MATCH_1}")
    set(disposition "${CMAKE_MATCH_2}")
    set(found FALSE)
    foreach(path IN LISTS packages)
      _cover_matches("${pattern}" "${path}" match)
      if(match)
        set(found TRUE)
        get_property(class GLOBAL PROPERTY "_COVER_PACKAGE:${path}")
        list(POP_FRONT class)
        set_property(GLOBAL PROPERTY "_COVER_PACKAGE:${path}" ${disposition} "${class}")
      endif()
    endforeach()
    if(NOT found)
      _cover_no_match(COVER_CLASS "${pattern}")
    endif()
  endforeach()
endfunction()

# _COVER_ANY_PARTICIPATES: selected are all packages, or some that any target may hold code of.
function(_cover_select_packages)
  get_property(patterns GLOBAL PROPERTY _COVER_PATTERNS)
  get_property(packages GLOBAL PROPERTY _COVER_PACKAGES)
  set(selected "")
  if(packages)
    _cover_select(COVERPKG "${patterns}" selected)
  endif()
  set(any FALSE)
  if(selected STREQUAL packages)
    set(any TRUE)
  endif()
  foreach(path IN LISTS selected)
    if(NOT any)
      get_property(class GLOBAL PROPERTY "_COVER_PACKAGE:${path}")
      if(NOT class MATCHES "^contained;")
        set(any TRUE)
      endif()
    endif()
    set_property(GLOBAL PROPERTY "_COVER_SELECTED:${path}" 1)
  endforeach()
  set_property(GLOBAL PROPERTY _COVER_ANY_PARTICIPATES ${any})
  set_property(GLOBAL PROPERTY _COVER_SELECTED_PACKAGES "${selected}")
endfunction()

# What the user wants to know of a configure run.
function(_cover_summary targets imported covercc covdata)
  get_property(mode GLOBAL PROPERTY _COVER_MODE)
  get_property(granularity GLOBAL PROPERTY _COVER_GRANULARITY)
  get_property(patterns GLOBAL PROPERTY _COVER_PATTERNS)
  get_property(packages GLOBAL PROPERTY _COVER_PACKAGES)
  get_property(selected GLOBAL PROPERTY _COVER_SELECTED_PACKAGES)
  get_property(cxx GLOBAL PROPERTY _COVER_CXX_SOURCES)
  set(contained 0)
  set(dependent 0)
  list(LENGTH imported system)
  foreach(target IN LISTS targets)
    get_property(package GLOBAL PROPERTY "_COVER_TARGET:${target}")
    get_property(class GLOBAL PROPERTY "_COVER_PACKAGE:${package}")
    list(GET class 0 disposition)
    math(EXPR ${disposition} "${${disposition}} + 1")
  endforeach()
  list(LENGTH packages n_packages)
  list(LENGTH selected n_selected)
  list(SUBLIST selected 0 12 shown)
  list(JOIN shown " " shown)
  if(n_selected GREATER 12)
    string(APPEND shown " ...")
  endif()
  string(REPLACE ";" "," patterns "${patterns}")
  message(STATUS "CoverBuild: COVERPKG=${patterns} COVERMODE=${mode} COVERGRAN=${granularity}")
  message(STATUS "CoverBuild: targets: ${contained} contained, ${dependent} dependent, ${system} system")
  message(STATUS "CoverBuild: ${n_selected} of ${n_packages} packages selected: ${shown}")
  if(cxx)
    list(REMOVE_DUPLICATES cxx)
    list(LENGTH cxx n_cxx)
    message(STATUS "CoverBuild: ${n_cxx} C++ sources are compiled as they are, not instrumented")
  endif()
  message(STATUS "CoverBuild: tools: ${covercc} ${covdata}")
endfunction()

# Warns if nothing, or not everything, can be expected to be instrumented.
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

# With another stamp everything will be compiled, and what was said of the objects before does not hold.
function(_cover_forget_skipped stamp)
  if(NOT "${COVER_LAST_STAMP}" STREQUAL stamp)
    file(REMOVE "${CMAKE_BINARY_DIR}/cover/skipped.log" "${CMAKE_BINARY_DIR}/cover/build.log")
    set(COVER_LAST_STAMP ${stamp} CACHE INTERNAL "CoverBuild: the value of COVER_BUILD")
  endif()
endfunction()

# The deferred call. Calls that were deferred after it may still add targets: then it lets them go first.
function(_cover_apply rounds)
  cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" GET_CALL_IDS pending)
  if(pending AND rounds LESS 10)
    math(EXPR rounds "${rounds} + 1")
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [==[${CMAKE_SOURCE_DIR}]==] CALL _cover_apply ${rounds})")
    return()
  endif()
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  _cover_check_compiler("${languages}")
  _cover_directories("${CMAKE_SOURCE_DIR}" directories)
  _cover_targets("${directories}" targets imported built)
  _cover_survey("${directories}" "${targets}" "${imported}")
  _cover_override_classes()
  _cover_select_packages()
  _cover_tools(covercc covdata)
  _cover_hook_tests("${directories}" "${covercc}")
  if("C" IN_LIST languages)
    _cover_write_headers("${targets}" "${covercc}")
    _cover_write_manifest("${covercc}" stamp)
    _cover_forget_skipped(${stamp})
    _cover_home(home)
    _cover_add_runtime("${home}")
    _cover_instrument("${targets}" "${covercc}" ${stamp})
  endif()
  _cover_finish_targets("${built}" "${covercc}" "${covdata}")
  _cover_summary("${targets}" "${imported}" "${covercc}" "${covdata}")
endfunction()

# The report targets' second half: what they depend on, which packages they show. And the targets that nobody has to
# ask for.
function(_cover_finish_targets built covercc covdata)
  get_property(injected GLOBAL PROPERTY _COVER_INJECTED)
  if(injected AND NOT TARGET coverage)
    add_coverage_target(coverage)
  endif()
  if(NOT TARGET cover-clean)
    add_custom_target(cover-clean
      COMMAND "${CMAKE_COMMAND}" -E rm -rf "${CMAKE_BINARY_DIR}/cover/data" "${CMAKE_BINARY_DIR}/cover/report"
      COMMENT "Removing coverage data" VERBATIM)
  endif()
  if(NOT TARGET cover-report-skipped)
    add_custom_target(cover-report-skipped
      COMMAND "${covercc}" "--summary=${CMAKE_BINARY_DIR}/cover/build.log"
      COMMENT "What the build has instrumented, and what not" USES_TERMINAL VERBATIM)
  endif()
  get_property(names GLOBAL PROPERTY _COVER_REPORT_TARGETS)
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
set(COVERPKG "mod" CACHE STRING "CoverBuild: mod, mod.deps, all, or a list of package patterns; a leading - excludes")
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

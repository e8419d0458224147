# Finds covercc and covdata: below COVERBUILD_ROOT (an installation or a build tree of CoverBuild), beside an installed
# module, or in PATH. If there are none, builds them for this machine in a build tree of their own, <build>/cover/tools,
# which neither the project's flags nor a cross toolchain reach.
include_guard(GLOBAL)

# CoverBuild's own tree: the folder that holds cmake/, runtime/ and format/, in the sources and in an installation.
function(_cover_home out)
  cmake_path(GET CMAKE_CURRENT_FUNCTION_LIST_DIR PARENT_PATH home)
  cmake_path(GET home PARENT_PATH home)
  set(${out} "${home}" PARENT_SCOPE)
endfunction()

function(_cover_find_tool name out)
  _cover_home(home)
  set(roots "")
  if(DEFINED COVERBUILD_ROOT)
    list(APPEND roots "${COVERBUILD_ROOT}")
  endif()
  if(DEFINED ENV{COVERBUILD_ROOT})
    list(APPEND roots "$ENV{COVERBUILD_ROOT}")
  endif()
  unset(tool)
  find_program(tool ${name} NO_CACHE NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH
    PATHS ${roots} "${home}/../.." PATH_SUFFIXES bin instr covdata)
  find_program(tool ${name} NO_CACHE NO_CMAKE_FIND_ROOT_PATH
    NO_PACKAGE_ROOT_PATH NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH NO_CMAKE_SYSTEM_PATH)
  if(NOT tool AND roots)
    message(FATAL_ERROR "CoverBuild: no ${name} below COVERBUILD_ROOT (${roots}).")
  endif()
  if(NOT tool)
    set(tool "")
  endif()
  set(${out} "${tool}" PARENT_SCOPE)
endfunction()

# Runs one step of the build of the tools. Prints nothing unless it fails.
function(_cover_tools_step)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env
      --unset=CC --unset=CXX --unset=CFLAGS --unset=CXXFLAGS --unset=CPPFLAGS --unset=LDFLAGS --unset=DESTDIR
      --unset=CMAKE_GENERATOR --unset=CMAKE_TOOLCHAIN_FILE --unset=CMAKE_BUILD_TYPE --unset=CMAKE_C_COMPILER_LAUNCHER
      --unset=MAKEFLAGS --unset=MAKELEVEL --unset=MFLAGS ${ARGV}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "CoverBuild: could not build its tools (${result}):\n  ${command}\n${output}")
  endif()
endfunction()

# Builds the tools; answers their build tree. A change of their sources configures again, and so builds them again.
function(_cover_build_tools out)
  _cover_home(home)
  if(NOT EXISTS "${home}/instr/CMakeLists.txt")
    message(FATAL_ERROR
      "CoverBuild: no covercc and covdata found. Set COVERBUILD_ROOT to the folder that CoverBuild is installed in.")
  endif()
  set(dir "${CMAKE_BINARY_DIR}/cover/tools")
  set(generator "${CMAKE_GENERATOR}")
  if(generator MATCHES "Ninja")
    set(generator "Ninja")
  endif()
  if(NOT EXISTS "${dir}/CMakeCache.txt")
    message(STATUS "CoverBuild: building covercc and covdata in ${dir}")
  endif()
  _cover_tools_step("${CMAKE_COMMAND}" -S "${home}" -B "${dir}" -G "${generator}"
    "-DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM}" -DCMAKE_BUILD_TYPE=Release -DCOVERBUILD_TESTS=OFF
    -DCOVERBUILD_SANITIZE=OFF -DCOVERBUILD_WERROR=OFF)
  _cover_tools_step("${CMAKE_COMMAND}" --build "${dir}" --parallel --target covercc covdata)
  file(GLOB sources "${home}/base/*.[ch]" "${home}/format/*.[ch]" "${home}/instr/*/*.[ch]"
    "${home}/covdata/*.c" "${home}/covdata/*/*.[ch]" "${home}/covdata/formats/html/*" "${home}/*/CMakeLists.txt")
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
  set(${out} "${dir}" PARENT_SCOPE)
endfunction()

# The tools and this module share the manifest, the facts and flags, so they must be of one version.
function(_cover_check_version tool)
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/Version.cmake")
  execute_process(COMMAND "${tool}" --version OUTPUT_VARIABLE text ERROR_VARIABLE text OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT text STREQUAL "covercc ${COVERBUILD_VERSION}")
    message(FATAL_ERROR
      "CoverBuild: a tool is not of version ${COVERBUILD_VERSION}, as this module is:\n  ${tool}\n  it says: ${text}\nSet COVERBUILD_ROOT.")
  endif()
endfunction()

function(_cover_tools covercc_out covdata_out)
  _cover_find_tool(covercc covercc)
  _cover_find_tool(covdata covdata)
  if(NOT covercc OR NOT covdata)
    _cover_build_tools(dir)
    set(covercc "${dir}/instr/covercc")
    set(covdata "${dir}/covdata/covdata")
  endif()
  _cover_check_version("${covercc}")
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${covercc}")
  set(${covercc_out} "${covercc}" PARENT_SCOPE)
  set(${covdata_out} "${covdata}" PARENT_SCOPE)
endfunction()

# What a coverage build does to a target: covercc in front of its C compiler, the stamp among its definitions, the
# runtime behind its libraries. All by target properties, so that try_compile, other languages and install(EXPORT) see
# nothing of it.
include_guard(GLOBAL)

# Where the runtime library will stand: a path, since a target in a link interface would be asked for by every export
# set.
function(_cover_runtime_path out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi)
    set(${out} "${CMAKE_BINARY_DIR}/cover/lib/$<CONFIG>/libcoverrt.a" PARENT_SCOPE)
  else()
    set(${out} "${CMAKE_BINARY_DIR}/cover/lib/libcoverrt.a" PARENT_SCOPE)
  endif()
endfunction()

# Builds the runtime by the project's own compiler and its global flags (sanitizers, -m32, a sysroot), but with none
# of the project's directory-wide options, which speak of its own code.
function(_cover_add_runtime home)
  file(STRINGS "${home}/runtime/sources.txt" sources)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${home}/runtime/sources.txt")
  list(TRANSFORM sources PREPEND "${home}/")
  add_library(coverbuild_runtime STATIC EXCLUDE_FROM_ALL ${sources})
  _cover_runtime_path(path)
  cmake_path(GET path PARENT_PATH dir)
  set_target_properties(coverbuild_runtime PROPERTIES
    PREFIX lib SUFFIX .a OUTPUT_NAME coverrt DEBUG_POSTFIX "" ARCHIVE_OUTPUT_DIRECTORY "${dir}"
    POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS ON
    COMPILE_DEFINITIONS "_GNU_SOURCE" INCLUDE_DIRECTORIES "${home}"
    COMPILE_OPTIONS "-O2;-w;-fno-lto;-fno-sanitize=all" INTERPROCEDURAL_OPTIMIZATION OFF UNITY_BUILD OFF
    C_CLANG_TIDY "" C_CPPCHECK "" C_CPPLINT "" C_INCLUDE_WHAT_YOU_USE ""
    EXPORT_COMPILE_COMMANDS OFF FOLDER CoverBuild)
  foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES CMAKE_BUILD_TYPE)
    string(TOUPPER "${config}" config)
    set_target_properties(coverbuild_runtime PROPERTIES ${config}_POSTFIX "" INTERPROCEDURAL_OPTIMIZATION_${config} OFF
      ARCHIVE_OUTPUT_DIRECTORY_${config} "${dir}")
  endforeach()
endfunction()

# Can a target, of a package that is not contained, hold code of a selected package where only contained ones are
# selected? Its own package may be one, as may that of a source file.
function(_cover_owns_selected target package out)
  get_property(owners GLOBAL PROPERTY "_COVER_C_OWNERS:${target}")
  set(${out} FALSE PARENT_SCOPE)
  foreach(owner IN LISTS package owners)
    get_property(selected GLOBAL PROPERTY "_COVER_SELECTED:${owner}")
    if(selected)
      set(${out} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# All targets that can hold code of a selected package: their own, that of a source file of another package, or, in
# headers: contained targets include everybody's, those of dependencies include dependencies'. What one target passes on,
# any may compile. Those of one kind are changed at once.
function(_cover_instrument targets covercc stamp)
  set(chosen "")
  set(archives "")
  set(linked "")
  get_property(passed_on GLOBAL PROPERTY _COVER_PASSED_ON)
  get_property(any GLOBAL PROPERTY _COVER_ANY_PARTICIPATES)
  foreach(target IN LISTS targets)
    get_property(has_c GLOBAL PROPERTY "_COVER_HAS_C:${target}")
    get_property(type TARGET ${target} PROPERTY TYPE)
    if(NOT (has_c OR passed_on) OR type STREQUAL "INTERFACE_LIBRARY")
      continue()
    endif()
    if(NOT any)
      get_property(package GLOBAL PROPERTY "_COVER_TARGET:${target}")
      get_property(class GLOBAL PROPERTY "_COVER_PACKAGE:${package}")
      if(NOT class MATCHES "^contained;")
        _cover_owns_selected(${target} "${package}" selected)
        if(NOT selected)
          continue()
        endif()
      endif()
    endif()
    list(APPEND chosen ${target})
    if(type STREQUAL "STATIC_LIBRARY" OR type STREQUAL "OBJECT_LIBRARY")
      list(APPEND archives ${target})
    else()
      list(APPEND linked ${target})
    endif()
    add_dependencies(${target} coverbuild_runtime)
  endforeach()
  _cover_runtime_path(runtime)
  set(definition "COVER_BUILD=${stamp}")
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(NOT languages STREQUAL "C") # else asked for nothing, of every source
    set(definition "$<$<COMPILE_LANGUAGE:C>:${definition}>")
  endif()
  set_property(TARGET ${chosen} APPEND PROPERTY COMPILE_DEFINITIONS "${definition}")
  set_property(TARGET ${archives} APPEND PROPERTY
    INTERFACE_LINK_LIBRARIES "$<BUILD_INTERFACE:$<LINK_ONLY:${runtime}>>")
  set_property(TARGET ${linked} APPEND PROPERTY LINK_LIBRARIES "${runtime}")
  _cover_put_in_front("${chosen}" "${covercc}")
endfunction()

# A launcher that a target has already goes behind ours.
function(_cover_put_in_front targets covercc)
  _cover_manifest_path(manifest)
  set(plain "")
  foreach(target IN LISTS targets)
    get_property(launcher TARGET ${target} PROPERTY C_COMPILER_LAUNCHER)
    if(launcher)
      set_property(TARGET ${target} PROPERTY C_COMPILER_LAUNCHER "${covercc}" "--manifest=${manifest}" "--" ${launcher})
    else()
      list(APPEND plain ${target})
    endif()
  endforeach()
  set_property(TARGET ${plain} PROPERTY C_COMPILER_LAUNCHER "${covercc}" "--manifest=${manifest}" "--")
endfunction()

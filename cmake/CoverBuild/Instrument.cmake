# Instruments targets: covercc goes in front of the C compiler, the stamp among the definitions, the runtime behind the
# libraries. Only target properties change, so try_compile, other languages and install(EXPORT) are not affected.
include_guard(GLOBAL)

# The path of the runtime library. A path, since every export set would demand a target in a link interface.
function(_cover_runtime_path out)
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi)
    set(${out} "${CMAKE_BINARY_DIR}/cover/lib/$<CONFIG>/libcoverrt.a" PARENT_SCOPE)
  else()
    set(${out} "${CMAKE_BINARY_DIR}/cover/lib/libcoverrt.a" PARENT_SCOPE)
  endif()
endfunction()

# Builds the runtime with the project's compiler and global flags (sanitizers, -m32, a sysroot), but without its
# directory-wide options, which are meant for its own code.
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
    COMPILE_OPTIONS "-O2;-w;-fno-lto;-fno-plt;-fno-sanitize=all" INTERPROCEDURAL_OPTIMIZATION OFF UNITY_BUILD OFF
    C_CLANG_TIDY "" C_CPPCHECK "" C_CPPLINT "" C_INCLUDE_WHAT_YOU_USE ""
    EXPORT_COMPILE_COMMANDS OFF FOLDER CoverBuild)
  foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES CMAKE_BUILD_TYPE)
    string(TOUPPER "${config}" config)
    set_target_properties(coverbuild_runtime PROPERTIES ${config}_POSTFIX "" INTERPROCEDURAL_OPTIMIZATION_${config} OFF
      ARCHIVE_OUTPUT_DIRECTORY_${config} "${dir}")
  endforeach()
endfunction()

# Changes the targets that the plan names. Those of one kind are changed at once.
function(_cover_instrument archives linked covercc stamp)
  set(chosen ${archives} ${linked})
  foreach(target IN LISTS chosen)
    add_dependencies(${target} coverbuild_runtime)
  endforeach()
  _cover_runtime_path(runtime)
  set(definition "COVER_BUILD=${stamp}")
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(NOT languages STREQUAL "C") # with one language the condition would only cost time, for every source
    set(definition "$<$<COMPILE_LANGUAGE:C>:${definition}>")
  endif()
  set_property(TARGET ${chosen} APPEND PROPERTY COMPILE_DEFINITIONS "${definition}")
  set_property(TARGET ${archives} APPEND PROPERTY
    INTERFACE_LINK_LIBRARIES "$<BUILD_INTERFACE:$<LINK_ONLY:${runtime}>>")
  set_property(TARGET ${linked} APPEND PROPERTY LINK_LIBRARIES "${runtime}")
  _cover_put_in_front("${chosen}" "${covercc}")
endfunction()

# Puts covercc in front of the compiler, and of a launcher that the target has already.
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

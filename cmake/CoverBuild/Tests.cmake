# Gives every CTest test a data directory. In: the directories of the build. Out: TEST_INCLUDE_FILES of each directory
# starts with TestDirectories.cmake. That runs when ctest reads the tests, so it also sees tests that are discovered.
include_guard(GLOBAL)

function(_cover_hook_tests directories covercc)
  set(hook "${CMAKE_BINARY_DIR}/cover/ctest.cmake")
  set(data "${CMAKE_BINARY_DIR}/cover/data")
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/TestDirectories.cmake.in" "${hook}" @ONLY)
  foreach(dir IN LISTS directories)
    get_property(files DIRECTORY "${dir}" PROPERTY TEST_INCLUDE_FILES)
    set_property(DIRECTORY "${dir}" PROPERTY TEST_INCLUDE_FILES "${hook}" ${files})
  endforeach()
endfunction()

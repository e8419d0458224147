# find_package(CoverBuild): the build mode itself.
include("${CMAKE_CURRENT_LIST_DIR}/CoverBuild.cmake")

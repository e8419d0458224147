# The version of all of CoverBuild, in one place.
set(COVERBUILD_VERSION 0.2.0)

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#if __has_include(<doctest/doctest.h>)
#include <doctest/doctest.h>
#else
#include <doctest.h>
#endif
extern "C" int twice(int a);

TEST_CASE("positive") { CHECK(twice(2) == 4); }
TEST_CASE("negative") { CHECK(twice(-2) == 0); }

#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
extern "C" int twice(int a);

TEST_CASE("positive, with a comma") { REQUIRE(twice(2) == 4); }
TEST_CASE("negative/slash") { REQUIRE(twice(-2) == 0); }

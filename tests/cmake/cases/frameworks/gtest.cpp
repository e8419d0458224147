#include <gtest/gtest.h>
extern "C" int twice(int a);

TEST(Twice, Positive) { EXPECT_EQ(twice(2), 4); }
TEST(Twice, Negative) { EXPECT_EQ(twice(-2), 0); }

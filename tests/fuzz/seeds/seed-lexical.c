static\
 int f\
1(int é) {% <% if (a) return R"x(})x" [0]; #
 else return u8"\"}"; %> // \
}
}
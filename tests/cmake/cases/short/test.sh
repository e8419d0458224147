# Sources named without an extension are found where CMake finds them.
fake_tools
configure
build
equal "compilations" "$(compilations)" 2
equal "sources" "$(grep -c "^source $src/\(lib\|app\).c\$" "$(manifest)")" 2

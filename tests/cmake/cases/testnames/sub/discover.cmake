foreach(case IN ITEMS one two/0)
  add_test("discovered.${case}" sh -c [=[echo "<$COVERDIR|$MINE>"]=])
  set_tests_properties("discovered.${case}" PROPERTIES ENVIRONMENT_MODIFICATION "MINE=set:discovered")
endforeach()

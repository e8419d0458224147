# What add_coverage_target can write, in one place: CoverBuild.cmake checks names by it, Report.cmake writes by it. A format
# is a subcommand of covdata; `text` is percent. Each has the file (or directory) it makes in OUTPUT, and flags.
set(COVER_FORMATS text func textfmt summary html lcov cobertura json csv markdown sonarqube jacoco codecov coveralls
  annotations badge)
set(COVER_FORMAT_FILES percent.txt func.txt profile.txt summary.txt html coverage.info coverage.xml coverage.json
  coverage.csv coverage.md sonarqube.xml jacoco.xml codecov.json coveralls.json annotations.txt coverage.svg)
set(COVER_FORMAT_FLAGS_summary -missing)
set(COVER_FORMAT_FLAGS_markdown -depth=package)

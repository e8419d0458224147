# What changes the code is rebuilt, by every generator; what does not is not.
fake_tools
configure
build
equal "first build" "$(compilations)" 3
build
equal "nothing changed" "$(compilations)" 0
echo '/* changed */' >>"$src/a.c"
build
equal "one source changed" "$(compilations)" 1
configure -DCOVERPKG=mod
build
equal "configured again" "$(compilations)" 0
configure -DCOVERPKG=Stale/lib
build
equal "other packages" "$(compilations)" 3
configure -DCOVERMODE=count
build
equal "other mode" "$(compilations)" 3
configure -DCOVERGRAN=perfunc
build
equal "other granularity" "$(compilations)" 3
configure -DCOVERINTRALINE=ON "-DCOVERNORETURN=die;stop"
build
equal "other units" "$(compilations)" 3
grep -qx "intraline 1" "$build"/cover/*manifest*.txt && grep -qx "noreturn die,stop" "$build"/cover/*manifest*.txt ||
    fail "what counts as a unit is not in the manifest"
configure -DCOVERINTRALINE=OFF -DCOVERNORETURN=
build
equal "units as before" "$(compilations)" 3
echo "# changed" >>"$work/fake/bin/covercc"
build
equal "other covercc" "$(compilations)" 3
echo 'int c(void) { return 0; }' >"$src/c.c"
echo 'target_sources(lib PRIVATE c.c)' >>"$src/CMakeLists.txt"
build
equal "a source more" "$(compilations)" 1
configure -DCOVER=OFF
build
equal "off" "$(compilations)" 0
grep -q 'app.c' "$work/build.txt" || fail "off: nothing was rebuilt"
configure -DCOVER=ON
build
equal "on again" "$(compilations)" 4
first=$(grep -o 'COVER_BUILD=0x[0-9a-f]*' "$FAKE_COVERCC_LOG" | sort -u)
build=$work/elsewhere
configure -DCOVERPKG=Stale/lib -DCOVERMODE=count -DCOVERGRAN=perfunc
build
equal "the stamp in another build directory" "$(grep -o 'COVER_BUILD=0x[0-9a-f]*' "$FAKE_COVERCC_LOG" | sort -u)" "$first"

# COVERPKG: keywords, patterns, exclusions, both separators.
fake_tools
mkdir "$work/system"
select() {
    configure "-DCOVERPKG=$1"
    equal "COVERPKG=$1" "$(selected)" "$2"
}
select mod "top/net top/net_tls top/app"
select mod.deps "top/net top/net_tls dep/dep top/app"
select all "top/net top/net_tls dep/dep top/app system/lib"
select top/net top/net
select 'top/net*' "top/net top/net_tls"
select '*/net' top/net
select '...' "top/net top/net_tls dep/dep top/app system/lib"
select 'top/...' "top/net top/net_tls top/app"
select '...net...' "top/net top/net_tls"
select 'dep/...,top/app' "dep/dep top/app"
select 'dep/dep;top/app' "dep/dep top/app"
select 'mod,-top/net*' top/app
select 'mod.deps, -top/...' dep/dep
select '-top/app' "top/net top/net_tls"
# Dependencies are left as they are, unless they are selected.
select mod "top/net top/net_tls top/app"
build
equal "mod" "$(compilations)" 3
select mod.deps "top/net top/net_tls dep/dep top/app"
build
equal "mod.deps" "$(compilations)" 4
# COVER_CLASS goes before every rule.
configure "-DCOVER_CLASS=dep/*=contained,top/net*=dependent" -DCOVERPKG=mod
equal COVER_CLASS "$(selected)" "dep/dep top/app"

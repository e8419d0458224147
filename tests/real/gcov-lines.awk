# What `gcov -t` prints, as "file<tab>line<tab>count"; of a line that several objects hold, the largest count.
/^ *-: *0:Source:/ { sub(/^ *-: *0:Source:/, ""); file = $0; next }
{
    split($0, field, ":")
    count = field[1]
    gsub(/[ *]/, "", count)
    line = field[2] + 0
    if (count == "" || count == "-" || line == 0) next
    if (count ~ /^[#=]/) count = 0
    key = file "\t" line
    if (!(key in most) || count + 0 > most[key]) most[key] = count + 0
}
END { for (key in most) print key "\t" most[key] }

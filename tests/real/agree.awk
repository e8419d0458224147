# awk -f agree.awk PROFILE LINES: a profile of covdata textfmt against "file<tab>line<tab>count" lines of another tool. A line is hit if a unit
# on it ran. With -v counts=1 the counts are compared, not just whether the line was hit. Prints the lines that differ, then how many lines both count, how many of them differ, and how many the other tool alone counts.
FNR == 1 { input++ }
input == 1 {
    if ($0 ~ /^mode:/) next
    split($1, part, ":")
    split(part[2], place, "[.,]")
    for (line = place[1]; line <= place[3]; line++) {
        key = part[1] "\t" line
        if (!(key in ours) || $3 + 0 > ours[key]) ours[key] = $3 + 0
    }
    next
}
{
    split($0, field, "\t")
    key = field[1] "\t" field[2]
    if (!(key in ours)) { alone++; next }
    both++
    if (counts ? field[3] + 0 != ours[key] : (field[3] > 0) != (ours[key] > 0)) {
        different++
        print "differs " field[1] ":" field[2] " theirs " (field[3] > 0 ? "hit" : "missed")
    }
}
END { print both + 0 " lines both count, " different + 0 " differ, " alone + 0 " counted by the other alone" }

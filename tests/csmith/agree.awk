# awk -f agree.awk PROFILE LINES BLOCKS: the counts of a profile of covdata textfmt against gcov's: "file<tab>line<tab>count" lines, and the text of
# `gcov -a -t`. Of what gcov says of a line its largest block counts as well: it adds up the blocks of a line that are come to from blocks of no
# line. Prints the lines that differ, then how many lines both count.
FILENAME == ARGV[1] {
    if ($0 ~ /^mode:/) next
    split($1, part, ":")
    split(part[2], place, "[.,]")
    for (line = place[1]; line <= place[3]; line++) {
        key = part[1] "\t" line
        if (!(key in ours) || $3 + 0 > ours[key]) ours[key] = $3 + 0
    }
    next
}
FILENAME == ARGV[2] {
    split($0, field, "\t")
    theirs[field[1] "\t" field[2]] = field[3] + 0
    next
}
/^ *-: *0:Source:/ { sub(/^ *-: *0:Source:/, ""); file = $0; next }
/^ *[0-9]+\*?: *[0-9]+-block/ {
    split($0, field, ":")
    key = file "\t" (field[2] + 0)
    if (field[1] + 0 > block[key]) block[key] = field[1] + 0
}
END {
    for (key in theirs) {
        if (!(key in ours)) continue
        both++
        if (theirs[key] == ours[key] || block[key] == ours[key] && theirs[key] > ours[key]) continue
        sub("\t", ":", key)
        print "differs " key
    }
    print both + 0 " lines both count"
}

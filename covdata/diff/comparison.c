/* In: two models with their sources; out: the matched units, counted by what became of them. */
#include "covdata/diff/comparison.h"

#include "base/banned.h"

const char *const change_names[CHANGE_KINDS] = {"lost",
                                                "gained",
                                                "new, not covered",
                                                "new, covered",
                                                "gone, covered",
                                                "gone, not covered",
                                                "covered in both",
                                                "covered in neither"};

enum change_kind match_kind(const struct match *match)
{
    bool before = match->units[0] && match->units[0]->count > 0, after = match->units[1] && match->units[1]->count > 0;
    if (match->units[0] == NULL)
        return after ? CHANGE_NEW_HIT : CHANGE_NEW_MISS;
    if (match->units[1] == NULL)
        return before ? CHANGE_GONE_HIT : CHANGE_GONE_MISS;
    if (before == after)
        return before ? CHANGE_SAME_HIT : CHANGE_SAME_MISS;
    return before ? CHANGE_LOST : CHANGE_GAINED;
}

const char *match_file(const struct match *match)
{
    return match->funcs[match->units[1] != NULL]->shown;
}

void comparison_make(struct comparison *c, struct version versions[2])
{
    matches_make(&c->matches, versions);
    for (size_t i = 0; i < c->matches.count; i++) {
        const struct match *match = &c->matches.list[i];
        struct tally *tallies[] = {&c->before, &c->after};
        enum change_kind kind = match_kind(match);
        c->units[kind]++;
        c->statements[kind] += match->units[match->units[1] != NULL]->at.statements;
        for (int side = 0; side < 2; side++) {
            if (match->units[side] == NULL)
                continue;
            tallies[side]->total += match->units[side]->at.statements;
            tallies[side]->hit += match->units[side]->count > 0 ? match->units[side]->at.statements : 0;
        }
    }
}

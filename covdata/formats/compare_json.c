/* covdata compare -format=json: sums, and every unit of which something changed. */
#include "covdata/formats/compare.h"
#include "covdata/formats/json_value.h"

#include "base/banned.h"

static json_t *compare_json_lines_json(const struct meta_unit *at)
{
    json_t *range = json_array();
    json_array_append_new(range, json_number(at->start_line));
    json_array_append_new(range, json_number(at->end_line));
    return range;
}

static json_t *compare_json_match_json(const struct match *match)
{
    int side = match->units[1] != NULL;
    json_t *object = json_object();
    json_object_set_new(object, "change", json_string(change_names[match_kind(match)]));
    json_object_set_new(object, "package", json_name(match->packages[side]->path));
    json_object_set_new(object, "file", json_name(match_file(match)));
    json_object_set_new(object, "function", json_name(match->funcs[side]->name));
    json_object_set_new(object, "statements", json_number(match->units[side]->at.statements));
    if (match->units[0])
        json_object_set_new(object, "before", compare_json_lines_json(&match->units[0]->at));
    if (match->units[1])
        json_object_set_new(object, "after", compare_json_lines_json(&match->units[1]->at));
    return object;
}

void compare_json(FILE *out, const struct comparison *comparison)
{
    json_begin();
    json_t *root = json_object(), *sums = json_object(), *list = json_array();
    json_object_set_new(root, "before", json_tally(comparison->before));
    json_object_set_new(root, "after", json_tally(comparison->after));
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        json_object_set_new(sums, change_names[kind], json_number(comparison->statements[kind]));
    json_object_set_new(root, "statements", sums);
    for (size_t i = 0; i < comparison->matches.count; i++)
        if (match_kind(&comparison->matches.list[i]) < CHANGE_SAME_HIT)
            json_array_append_new(list, compare_json_match_json(&comparison->matches.list[i]));
    json_object_set_new(root, "units", list);
    json_value_print(out, root);
}

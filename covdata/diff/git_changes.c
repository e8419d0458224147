/* In: a revision range; out: changes, by libgit2, which knows the repository formats, the user's attributes and
 * renames. Where covdata is built without it, without_libgit2.c stands in. */
#include "covdata/diff/git_changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/str.h"

#include <git2.h>

#include "base/banned.h"

/* -1, with libgit2's reason behind the subject. */
static int git_changes_failed(const char *subject)
{
    const git_error *last = git_error_last();
    return error("%s: %s", subject, last && last->message ? last->message : "git failed");
}

static int git_changes_tree_of(git_tree **tree, git_repository *repository, const git_oid *commit)
{
    git_commit *found = NULL;
    int result = git_commit_lookup(&found, repository, commit);
    if (result == 0)
        result = git_commit_tree(tree, found);
    git_commit_free(found);
    return result;
}

static int git_changes_commit_named(git_oid *id, git_repository *repository, const char *name, size_t len)
{
    git_object *object = NULL, *commit = NULL;
    struct str text = STR_INIT;
    str_add(&text, name, len);
    int result = git_revparse_single(&object, repository, len > 0 ? text.data : "HEAD");
    if (result == 0)
        result = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (result == 0)
        *id = *git_object_id(commit);
    git_object_free(object);
    git_object_free(commit);
    str_free(&text);
    return result;
}

/* A commit and its first parent; of a first commit, nothing. */
static int git_changes_commit_alone(git_tree **old_tree, git_repository *repository, const git_oid *id)
{
    git_commit *commit = NULL;
    *old_tree = NULL;
    int result = git_commit_lookup(&commit, repository, id);
    if (result == 0 && git_commit_parentcount(commit) > 0)
        result = git_changes_tree_of(old_tree, repository, git_commit_parent_id(commit, 0));
    git_commit_free(commit);
    return result;
}

/* The trees that the range names; a missing name is HEAD. */
static int git_changes_range_trees(git_tree **old_tree, git_tree **new_tree, git_repository *repository,
                                   const char *range)
{
    git_oid from, to, base;
    const char *dots = strstr(range, "..");
    size_t width = dots ? strspn(dots, ".") : 0;
    const char *last = dots ? dots + width : range;
    int result = git_changes_commit_named(&to, repository, last, strlen(last));
    if (result == 0)
        result = git_changes_tree_of(new_tree, repository, &to);
    if (result == 0 && dots == NULL)
        return git_changes_commit_alone(old_tree, repository, &to);
    if (result == 0)
        result = git_changes_commit_named(&from, repository, range, (size_t)(dots - range));
    if (result == 0 && width >= 3) {
        result = git_merge_base(&base, repository, &from, &to);
        from = base;
    }
    return result != 0 ? result : git_changes_tree_of(old_tree, repository, &from);
}

static int git_changes_head_tree(git_tree **tree, git_repository *repository)
{
    git_oid head;
    *tree = NULL;
    if (git_repository_head_unborn(repository) == 1)
        return 0;
    int result = git_changes_commit_named(&head, repository, "HEAD", strlen("HEAD"));
    return result != 0 ? result : git_changes_tree_of(tree, repository, &head);
}

static int git_changes_diff_make(git_diff **diff, git_repository *repository, enum git_what what, const char *range)
{
    git_tree *old_tree = NULL, *new_tree = NULL;
    git_diff_options options;
    git_diff_find_options renames;
    if (git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION) != 0 ||
        git_diff_find_options_init(&renames, GIT_DIFF_FIND_OPTIONS_VERSION) != 0)
        return -1;
    options.context_lines = 0;
    options.ignore_submodules = GIT_SUBMODULE_IGNORE_ALL;
    renames.flags = GIT_DIFF_FIND_RENAMES;
    int result = what == GIT_RANGE ? git_changes_range_trees(&old_tree, &new_tree, repository, range)
                                   : git_changes_head_tree(&old_tree, repository);
    if (result == 0 && what == GIT_RANGE)
        result = git_diff_tree_to_tree(diff, repository, old_tree, new_tree, &options);
    else if (result == 0 && what == GIT_STAGED)
        result = git_diff_tree_to_index(diff, repository, old_tree, NULL, &options);
    else if (result == 0)
        result = git_diff_tree_to_workdir_with_index(diff, repository, old_tree, &options);
    if (result == 0)
        result = git_diff_find_similar(*diff, &renames);
    git_tree_free(old_tree);
    git_tree_free(new_tree);
    return result;
}

static int git_changes_file_take(const git_diff_delta *delta, float progress, void *context)
{
    (void)progress;
    bool has_old = delta->status != GIT_DELTA_ADDED, has_new = delta->status != GIT_DELTA_DELETED;
    changes_file(context, has_old ? delta->old_file.path : NULL, has_new ? delta->new_file.path : NULL);
    return 0;
}

static int git_changes_binary_take(const git_diff_delta *delta, const git_diff_binary *binary, void *context)
{
    struct changes *changes = context;
    (void)delta;
    (void)binary;
    changes->files[changes->count - 1].binary = true;
    return 0;
}

static int git_changes_hunk_take(const git_diff_delta *delta, const git_diff_hunk *hunk, void *context)
{
    (void)delta;
    changes_hunk(context, (uint32_t)hunk->old_start + (hunk->old_lines == 0),
                 (uint32_t)hunk->new_start + (hunk->new_lines == 0));
    return 0;
}

static int git_changes_line_take(const git_diff_delta *delta, const git_diff_hunk *hunk, const git_diff_line *line,
                                 void *context)
{
    (void)delta;
    (void)hunk;
    size_t len = line->content_len;
    if (line->origin != GIT_DIFF_LINE_CONTEXT && line->origin != GIT_DIFF_LINE_ADDITION &&
        line->origin != GIT_DIFF_LINE_DELETION)
        return 0; /* about a missing newline at the end */
    if (len > 0 && line->content[len - 1] == '\n')
        len--;
    changes_line(context, line->origin, line->content, len);
    return 0;
}

int git_changes_read(struct changes *changes, const char *dir, enum git_what what, const char *range)
{
    git_repository *repository = NULL;
    git_diff *diff = NULL;
    int result = git_libgit2_init() < 0 ? git_changes_failed("libgit2") : 0;
    if (result == 0 && git_repository_open_ext(&repository, dir, 0, NULL) != 0)
        result = git_changes_failed(dir);
    if (result == 0 && git_changes_diff_make(&diff, repository, what, range) != 0)
        result = git_changes_failed(what == GIT_RANGE ? range : dir);
    if (result == 0 && git_diff_foreach(diff, git_changes_file_take, git_changes_binary_take, git_changes_hunk_take,
                                        git_changes_line_take, changes) != 0)
        result = git_changes_failed("reading the change");
    git_diff_free(diff);
    git_repository_free(repository);
    git_libgit2_shutdown();
    return result;
}

bool git_revision_known(const char *dir, const char *revision)
{
    git_repository *repository = NULL;
    git_oid id;
    bool known = git_libgit2_init() >= 0 && git_repository_open_ext(&repository, dir, 0, NULL) == 0 &&
                 git_changes_commit_named(&id, repository, revision, strlen(revision)) == 0;
    git_repository_free(repository);
    git_libgit2_shutdown();
    return known;
}

/* "REVISION:PATH", the path being that of the file from the top of the working tree. -1: the directory isn't in it. */
static int git_changes_blob_name(struct str *name, git_repository *repository, const char *dir, const char *revision,
                                 const char *file)
{
    const char *top = git_repository_workdir(repository); /* ends with a slash */
    char *real = realpath(dir, NULL);
    size_t len = top ? strlen(top) : 0;
    int result = -1;
    if (real && len > 0 && strncmp(real, top, len - 1) == 0 && (real[len - 1] == '/' || real[len - 1] == '\0')) {
        const char *below = real[len - 1] ? real + len : "";
        str_addf(name, "%s:%s%s%s", revision, below, *below ? "/" : "", file);
        result = 0;
    }
    free(real);
    return result;
}

bool git_text_read(struct str *out, const char *dir, const char *revision, const char *file)
{
    git_repository *repository = NULL;
    git_object *object = NULL;
    struct str name = STR_INIT;
    bool found = git_libgit2_init() >= 0 && git_repository_open_ext(&repository, dir, 0, NULL) == 0 &&
                 git_changes_blob_name(&name, repository, dir, revision, file) == 0 &&
                 git_revparse_single(&object, repository, name.data) == 0 && git_object_type(object) == GIT_OBJECT_BLOB;
    if (found)
        str_add(out, git_blob_rawcontent((const git_blob *)object), (size_t)git_blob_rawsize((const git_blob *)object));
    str_free(&name);
    git_object_free(object);
    git_repository_free(repository);
    git_libgit2_shutdown();
    return found;
}

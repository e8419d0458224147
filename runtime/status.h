/* The texts of enum cover_status. */
#ifndef COVER_RUNTIME_STATUS_H
#define COVER_RUNTIME_STATUS_H

static inline const char *status_text(int status)
{
    static const char *const texts[] = {
        "no error",
        "not built with coverage",
        ("only counters of mode atomic can be set to 0: in the others a thread may be about to store what it read "
         "before"),
        "neither COVERDIR nor GOCOVERDIR was set",
        "a descriptor takes one file, and the process has several images with coverage: use a directory or a writer",
        "objects of different modes, granularities or versions are linked together",
        "not a key for a tag",
        "the writer failed",
        "this runtime has no files: use a writer",
    };
    if (status <= 0 && status > -(int)(sizeof texts / sizeof texts[0]))
        return texts[-status];
    return "unexpected error";
}

#endif

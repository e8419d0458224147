/* covdata textfmt: formats/textfmt.h. */
#include "covdata/cli/commands.h"
#include "covdata/formats/textfmt.h"

#include "base/banned.h"

int textfmt_command(const struct options *options)
{
    struct model model;
    int result = model_read(&model, &options->request, MODE_STRICT);
    if ((result == 0 || model.filled) && textfmt_write(&model, options->out) != 0)
        result = -1;
    model_free(&model);
    return result;
}

// Fuzzing: any line of a script. Its words hold no NUL, are where the list says, and read as the
// same words when each is quoted.
#include "words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const given[] = {"script", "one", "a b", "'\"\\$#"};
static const struct script_arguments arguments = {given, 4};

// The words again, each in single quotes.
static void quote(const struct word_list *list, struct bytes *to, struct error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        bytes_append(to, "'", 1, error);
        for (const char *at = list->words[i]; *at != '\0'; at++) {
            if (*at == '\'')
                bytes_append(to, "'\\''", 4, error);
            else
                bytes_append(to, at, 1, error);
        }
        bytes_append(to, "' ", 2, error);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct word_list list = {0}, again = {0};
    struct bytes quoted = {0};
    struct error error = {0};
    char open = 0;
    bool good = word_list_split(&list, (const char *)data, size, &arguments, &open, &error);

    if (good == (error.status == STATUS_USAGE))
        abort();
    if (good && open == 0) {
        quote(&list, &quoted, &error);
        if (!word_list_split(&again, (const char *)quoted.bytes, quoted.used, &arguments, &open,
                             &error) ||
            open != 0 || again.count != list.count)
            abort();
        for (size_t i = 0; i < list.count; i++)
            if (strcmp(list.words[i], again.words[i]) != 0)
                abort();
    } else if (good && open != '\'' && open != '"' && open != '\\') {
        abort();
    }
    free(quoted.bytes);
    word_list_clear(&list);
    word_list_clear(&again);
    return 0;
}

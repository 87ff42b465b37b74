// The table of options: one row an option, for parsing, --help and completions.
#include "command.h"
#include "option_row.h"

#include <stdio.h>

#define FIELD(name) offsetof(struct options, name)

enum {
    READERS = COMMAND_VIEW | COMMAND_CAST | COMMAND_SLICE,
    TYPED = COMMAND_CAST | COMMAND_SLICE,
    MAKERS = READERS | COMMAND_ARRAY | COMMAND_CALL,
    ALL = MAKERS | COMMAND_LAYOUT | COMMAND_RUN | COMMAND_HELP,
};

const struct option_row option_rows[] = {
    {"output", 'o', KIND_FORM, FIELD(form), ARGUMENT_REQUIRED, "FORM", MAKERS,
     "print the result as FORM"},
    {"output", 'o', KIND_WORD, FIELD(layout), ARGUMENT_REQUIRED, "text|json|svg", COMMAND_LAYOUT,
     "print the layout as text, JSON or a picture"},
    {"as", 0, KIND_ONCE, FIELD(as), ARGUMENT_REQUIRED, "NAME", MAKERS,
     "label the resulting view: @NAME names it later"},
    {"skip", 's', KIND_OFFSET, FIELD(skip), ARGUMENT_REQUIRED, "OFFSET", READERS | COMMAND_ARRAY,
     "skip OFFSET bytes of the SOURCE; negative: from its end"},
    {"length", 'n', KIND_COUNT, FIELD(length), ARGUMENT_REQUIRED, "COUNT", READERS | COMMAND_ARRAY,
     "take at most COUNT bytes of the SOURCE"},
    {"type", 't', KIND_ONCE, FIELD(type), ARGUMENT_REQUIRED, "TYPE", COMMAND_SLICE,
     "cast to TYPE before the slice is taken"},
    {"items", 0, KIND_COUNT, FIELD(items), ARGUMENT_REQUIRED, "N", TYPED,
     "cast the first N items and leave the rest"},
    {"shape", 0, KIND_ONCE, FIELD(shape), ARGUMENT_REQUIRED, "N,...", COMMAND_CAST,
     "in these dimensions; one may be -1"},
    {"strides", 0, KIND_ONCE, FIELD(strides), ARGUMENT_REQUIRED, "N,...", COMMAND_CAST,
     "with these bytes from one item to the next along each"},
    {"order", 0, KIND_ONCE, FIELD(order), ARGUMENT_REQUIRED, "C|F", COMMAND_CAST,
     "the last dimension is the fastest (C), or the first (F)"},
    {"transpose", 0, KIND_FLAG, FIELD(transpose), ARGUMENT_NONE, NULL, COMMAND_CAST,
     "turn the order of the dimensions round"},
    {"compare", 0, KIND_ONCE, FIELD(compare), ARGUMENT_REQUIRED, "SOURCE",
     COMMAND_VIEW | COMMAND_CAST, "show the rows that differ; status 1 if any does"},
    {"find", 0, KIND_ONCE, FIELD(find), ARGUMENT_REQUIRED, "SOURCE", COMMAND_VIEW,
     "print each offset where these bytes stand; status 1 if none"},
    {"readonly", 0, KIND_FLAG, FIELD(readonly), ARGUMENT_NONE, NULL, MAKERS,
     "let nobody write through the resulting view"},
    {"types", 0, KIND_WORDS, FIELD(types), ARGUMENT_REQUIRED, "FILE", MAKERS | COMMAND_LAYOUT,
     "know the types and functions that FILE declares"},
    {"set", 0, KIND_ONCE, FIELD(set), ARGUMENT_REQUIRED, "VALUE", COMMAND_SLICE,
     "write VALUE into the slice; the result is the whole view"},
    {"fill", 0, KIND_ONCE, FIELD(fill), ARGUMENT_REQUIRED, "VALUE", COMMAND_SLICE,
     "write one VALUE into each element of the slice"},
    {"in-place", 'i', KIND_SUFFIX, FIELD(suffix), ARGUMENT_OPTIONAL, "SUFFIX", READERS,
     "write back to the file, with a backup if SUFFIX is given"},
    {"dry-run", 0, KIND_FLAG, FIELD(dry_run), ARGUMENT_NONE, NULL, READERS,
     "with -i: check all of it, but leave the file as it is"},
    {"sync", 0, KIND_FLAG, FIELD(sync), ARGUMENT_NONE, NULL, READERS,
     "with -i: wait until the bytes are on the disk"},
    {"diff", 0, KIND_FLAG, FIELD(diff), ARGUMENT_NONE, NULL, COMMAND_SLICE,
     "show the rows that a write changes, before and after"},
    {"from", 0, KIND_ONCE, FIELD(from), ARGUMENT_REQUIRED, "SOURCE", COMMAND_ARRAY,
     "take the values' bytes from SOURCE"},
    {"hold", 0, KIND_FLAG, FIELD(hold), ARGUMENT_NONE, NULL, COMMAND_ARRAY,
     "stay alive, for another memtool to look in through pid:"},
    {"append", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "V", COMMAND_ARRAY, "append a value"},
    {"extend", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "V,...", COMMAND_ARRAY, "append values"},
    {"fromunicode", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "TEXT", COMMAND_ARRAY,
     "append the characters of a text (types u and w)"},
    {"insert", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "I=V", COMMAND_ARRAY,
     "insert a value before item I"},
    {"pop", 0, KIND_METHOD, 0, ARGUMENT_OPTIONAL, "I", COMMAND_ARRAY,
     "remove item I, the last if left out"},
    {"remove", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "V", COMMAND_ARRAY,
     "remove the first item equal to V"},
    {"reverse", 0, KIND_METHOD, 0, ARGUMENT_NONE, NULL, COMMAND_ARRAY, "reverse the items"},
    {"byteswap", 0, KIND_METHOD, 0, ARGUMENT_NONE, NULL, COMMAND_ARRAY,
     "reverse the bytes of each item"},
    {"index", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "V", TYPED | COMMAND_ARRAY,
     "print the index of the first item equal to V"},
    {"count", 0, KIND_METHOD, 0, ARGUMENT_REQUIRED, "V", TYPED | COMMAND_ARRAY,
     "print how many items are equal to V"},
    {"returns", 0, KIND_ONCE, FIELD(returns), ARGUMENT_REQUIRED, "TYPE", COMMAND_CALL,
     "the result's type, where SIGNATURE is a bare name"},
    {"errno", 0, KIND_FLAG, FIELD(show_errno), ARGUMENT_NONE, NULL, COMMAND_CALL,
     "print errno after the call"},
    {"repeat", 0, KIND_COUNT, FIELD(repeat), ARGUMENT_REQUIRED, "N", COMMAND_CALL,
     "call N times, and print the time of one call"},
    {"timeout", 0, KIND_WORD, FIELD(timeout), ARGUMENT_REQUIRED, "SECONDS", COMMAND_CALL,
     "end the call after SECONDS, with status 124"},
    {"width", 'w', KIND_COUNT, FIELD(width), ARGUMENT_REQUIRED, "BYTES", MAKERS,
     "BYTES a row in dumps"},
    {"no-squeeze", 'v', KIND_FLAG, FIELD(verbose), ARGUMENT_NONE, NULL, MAKERS,
     "print repeated rows instead of *"},
    {"radix", 0, KIND_RADIX, FIELD(radix), ARGUMENT_REQUIRED, "2|8|10|16", MAKERS,
     "the base of integers"},
    {"color", 0, KIND_COLOR, FIELD(color), ARGUMENT_REQUIRED, "auto|always|never",
     MAKERS | COMMAND_LAYOUT, "colour bytes by class and fields each in their own"},
    {"echo", 0, KIND_FLAG, FIELD(echo), ARGUMENT_NONE, NULL, COMMAND_RUN,
     "print each line of the script before it is run"},
    {"help", 'h', KIND_FLAG, FIELD(help), ARGUMENT_NONE, NULL, ALL, "print this help"},
};

_Static_assert(sizeof option_rows / sizeof *option_rows <= OPTION_MAX_ROWS, "too many options");

const int option_row_count = sizeof option_rows / sizeof *option_rows;

void options_help(struct sink *to, unsigned wanted)
{
    for (int i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        const char *open = row->argument == ARGUMENT_OPTIONAL ? "[=" : "=";
        char left[64];

        if (!(row->commands & wanted))
            continue;
        snprintf(left, sizeof left, "%c%c%s --%s%s%s%s", row->letter ? '-' : ' ',
                 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
                 row->operand ? open : "", row->operand ? row->operand : "",
                 row->argument == ARGUMENT_OPTIONAL ? "]" : "");
        sink_printf(to, "  %-30s %s\n", left, row->help);
    }
}

void options_list(unsigned wanted,
                  void (*each)(const char *name, char letter, const char *operand, void *context),
                  void *context)
{
    for (int i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands & wanted)
            each(option_rows[i].name, option_rows[i].letter, option_rows[i].operand, context);
    }
}

// The table of options, and getopt_long over it.
#include "options.h"

#include "base/near.h"
#include "base/number.h"
#include "command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_kind {
    KIND_FLAG,   // bool
    KIND_WORD,   // const char *
    KIND_WORDS,  // struct words
    KIND_COUNT,  // struct amount, not negative
    KIND_OFFSET, // struct amount
    KIND_FORM,   // const struct form *
    KIND_RADIX,  // unsigned
    KIND_COLOR,  // enum color_mode
    KIND_SUFFIX, // in_place, and a suffix
    KIND_METHOD, // appended to methods
};

enum argument { ARGUMENT_NONE, ARGUMENT_REQUIRED, ARGUMENT_OPTIONAL };

struct option_row {
    const char *name;
    char letter; // 0: none
    enum option_kind kind;
    size_t field; // in struct options
    enum argument argument;
    const char *operand; // what --help calls the argument
    unsigned commands;   // that take it
    const char *help;
};

#define FIELD(name) offsetof(struct options, name)

enum {
    READERS = COMMAND_VIEW | COMMAND_CAST | COMMAND_SLICE,
    TYPED = COMMAND_CAST | COMMAND_SLICE,
    MAKERS = READERS | COMMAND_ARRAY | COMMAND_CALL,
    ALL = MAKERS | COMMAND_LAYOUT | COMMAND_RUN | COMMAND_HELP,
};

static const struct option_row rows[] = {
    {"output", 'o', KIND_FORM, FIELD(form), ARGUMENT_REQUIRED, "FORM", MAKERS,
     "print the result as FORM"},
    {"output", 'o', KIND_WORD, FIELD(layout), ARGUMENT_REQUIRED, "text|json|svg", COMMAND_LAYOUT,
     "print the layout as text, JSON or a picture"},
    {"as", 0, KIND_WORD, FIELD(as), ARGUMENT_REQUIRED, "NAME", MAKERS,
     "label the resulting view: @NAME names it later"},
    {"skip", 's', KIND_OFFSET, FIELD(skip), ARGUMENT_REQUIRED, "OFFSET", READERS,
     "skip OFFSET bytes of the SOURCE; negative: from its end"},
    {"length", 'n', KIND_COUNT, FIELD(length), ARGUMENT_REQUIRED, "COUNT", READERS,
     "take at most COUNT bytes of the SOURCE"},
    {"type", 't', KIND_WORD, FIELD(type), ARGUMENT_REQUIRED, "TYPE", COMMAND_SLICE,
     "cast to TYPE before the slice is taken"},
    {"items", 0, KIND_COUNT, FIELD(items), ARGUMENT_REQUIRED, "N", TYPED,
     "cast the first N items and leave the rest"},
    {"shape", 0, KIND_WORD, FIELD(shape), ARGUMENT_REQUIRED, "N,...", COMMAND_CAST,
     "in these dimensions; one may be -1"},
    {"strides", 0, KIND_WORD, FIELD(strides), ARGUMENT_REQUIRED, "N,...", COMMAND_CAST,
     "with these bytes from one item to the next along each"},
    {"order", 0, KIND_WORD, FIELD(order), ARGUMENT_REQUIRED, "C|F", COMMAND_CAST,
     "the last dimension is the fastest (C), or the first (F)"},
    {"transpose", 0, KIND_FLAG, FIELD(transpose), ARGUMENT_NONE, NULL, COMMAND_CAST,
     "turn the order of the dimensions round"},
    {"compare", 0, KIND_WORD, FIELD(compare), ARGUMENT_REQUIRED, "SOURCE",
     COMMAND_VIEW | COMMAND_CAST, "show the rows that differ; status 1 if any does"},
    {"find", 0, KIND_WORD, FIELD(find), ARGUMENT_REQUIRED, "SOURCE", COMMAND_VIEW,
     "print each offset where these bytes stand; status 1 if none"},
    {"readonly", 0, KIND_FLAG, FIELD(readonly), ARGUMENT_NONE, NULL, MAKERS,
     "let nobody write through the resulting view"},
    {"types", 0, KIND_WORDS, FIELD(types), ARGUMENT_REQUIRED, "FILE", MAKERS | COMMAND_LAYOUT,
     "know the types and functions that FILE declares"},
    {"set", 0, KIND_WORD, FIELD(set), ARGUMENT_REQUIRED, "VALUE", COMMAND_SLICE,
     "write VALUE into the slice; the result is the whole view"},
    {"fill", 0, KIND_WORD, FIELD(fill), ARGUMENT_REQUIRED, "VALUE", COMMAND_SLICE,
     "write one VALUE into each element of the slice"},
    {"in-place", 'i', KIND_SUFFIX, FIELD(suffix), ARGUMENT_OPTIONAL, "SUFFIX", READERS,
     "write back to the file, with a backup if SUFFIX is given"},
    {"dry-run", 0, KIND_FLAG, FIELD(dry_run), ARGUMENT_NONE, NULL, READERS,
     "with -i: check all of it, but leave the file as it is"},
    {"sync", 0, KIND_FLAG, FIELD(sync), ARGUMENT_NONE, NULL, READERS,
     "with -i: wait until the bytes are on the disk"},
    {"diff", 0, KIND_FLAG, FIELD(diff), ARGUMENT_NONE, NULL, COMMAND_SLICE,
     "show the rows that a write changes, before and after"},
    {"from", 0, KIND_WORD, FIELD(from), ARGUMENT_REQUIRED, "SOURCE", COMMAND_ARRAY,
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
    {"returns", 0, KIND_WORD, FIELD(returns), ARGUMENT_REQUIRED, "TYPE", COMMAND_CALL,
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
    {"help", 'h', KIND_FLAG, FIELD(help), ARGUMENT_NONE, NULL, ALL, "print this help"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, LONG_VALUE = 256 };

// ---- values of options

static bool read_amount(const char *word, bool may_be_negative, struct amount *out,
                        struct error *error)
{
    struct cursor text = cursor_of(word);
    bool negative = false;

    if (!size_read(&text, &out->value, may_be_negative ? &negative : NULL, error))
        return error_place(error, span_of(word));
    if (!cursor_done(&text)) {
        fail_at(error, STATUS_USAGE, cursor_rest(&text), "not a size");
        return error_hint(error, "as in 16, 0x10, 4k, 1MiB, 2GB");
    }
    out->given = true;
    out->negative = negative;
    return true;
}

static bool read_form(const char *word, const struct form **out, struct error *error)
{
    struct near near = near_to(word, strlen(word));

    *out = form_find(word);
    if (*out != NULL)
        return true;
    fail_at(error, STATUS_USAGE, span_of(word), "unknown form");
    for (const struct form *form = forms; form->name != NULL; form++)
        near_offer(&near, form->name);
    if (near_best(&near) != NULL)
        return error_hint(error, "did you mean %s?", near_best(&near));
    return error_hint(error, "one of dump values list json raw hex xxd bits c npy info");
}

// One word of a list, whose index is its value.
static bool read_choice(const char *word, const char *const *choices, unsigned *out,
                        const char *hint, struct error *error)
{
    for (unsigned i = 0; choices[i] != NULL; i++) {
        if (strcmp(word, choices[i]) == 0) {
            *out = i;
            return true;
        }
    }
    fail_at(error, STATUS_USAGE, span_of(word), "not one of the choices");
    return error_hint(error, "%s", hint);
}

static bool read_radix(const char *word, unsigned *out, struct error *error)
{
    static const char *const choices[] = {"2", "8", "10", "16", NULL};
    static const unsigned values[] = {2, 8, 10, 16};
    unsigned choice;

    if (!read_choice(word, choices, &choice, "a radix is 2, 8, 10 or 16", error))
        return false;
    *out = values[choice];
    return true;
}

static bool read_color(const char *word, enum color_mode *out, struct error *error)
{
    static const char *const choices[] = {"auto", "always", "never", NULL};
    unsigned choice;

    if (!read_choice(word, choices, &choice, "auto, always or never", error))
        return false;
    *out = (enum color_mode)choice;
    return true;
}

static bool add_word(struct words *words, const char *word, struct error *error)
{
    if (!memory_grow(&words->words, &words->capacity, words->count + 1, sizeof word, error))
        return false;
    words->words[words->count++] = word;
    return true;
}

static bool add_method(struct options *options, const struct option_row *row, const char *word,
                       struct error *error)
{
    if (!memory_grow(&options->methods, &options->method_capacity, options->method_count + 1,
                     sizeof *options->methods, error))
        return false;
    options->methods[options->method_count++] = (struct method){.row = row, .word = word};
    return true;
}

static bool apply(struct options *options, const struct option_row *row, const char *word,
                  struct error *error)
{
    void *field = (char *)options + row->field;

    switch (row->kind) {
    case KIND_FLAG:
        *(bool *)field = true;
        return true;
    case KIND_WORD:
        *(const char **)field = word;
        return true;
    case KIND_WORDS:
        return add_word(field, word, error);
    case KIND_COUNT:
        return read_amount(word, false, field, error);
    case KIND_OFFSET:
        return read_amount(word, true, field, error);
    case KIND_FORM:
        return read_form(word, field, error);
    case KIND_RADIX:
        return read_radix(word, field, error);
    case KIND_COLOR:
        return read_color(word, field, error);
    case KIND_SUFFIX:
        options->in_place = true;
        *(const char **)field = word;
        return true;
    case KIND_METHOD:
        return add_method(options, row, word, error);
    }
    return true;
}

// ---- getopt

// The options of one command, as getopt wants them.
struct getopt_tables {
    char letters[2 + 3 * ROW_COUNT + 1];
    struct option longs[ROW_COUNT + 1];
};

static void make_tables(struct getopt_tables *tables, const struct command *about)
{
    unsigned command = about->bit;
    char *letter = tables->letters;
    struct option *next = tables->longs;

    *letter++ = about->operands_last ? '+' : '-'; // -: operands come in order, as option 1
    *letter++ = ':';
    for (int i = 0; i < ROW_COUNT; i++) {
        if (!(rows[i].commands & command))
            continue;
        if (rows[i].letter != 0) {
            *letter++ = rows[i].letter;
            for (unsigned n = 0; n < (unsigned)rows[i].argument; n++)
                *letter++ = ':';
        }
        *next++ = (struct option){rows[i].name, (int)rows[i].argument, NULL, LONG_VALUE + i};
    }
    *letter = '\0';
    *next = (struct option){0};
}

static const struct option_row *row_of(int value, unsigned command)
{
    if (value >= LONG_VALUE)
        return &rows[value - LONG_VALUE];
    for (int i = 0; i < ROW_COUNT; i++) {
        if (rows[i].letter == value && (rows[i].commands & command))
            return &rows[i];
    }
    return NULL;
}

// -5, -.5, -inf: values, never options.
static bool is_negative_value(const char *word)
{
    static const char *const names[] = {"-inf", "-infinity", "-nan"};

    if (word[0] != '-')
        return false;
    if (is_digit((unsigned char)word[1]) || (word[1] == '.' && is_digit((unsigned char)word[2])))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(word, names[i]) == 0)
            return true;
    }
    return false;
}

static bool add_operand(struct stage *stage, const char *word, struct error *error)
{
    if (stage->command->bit == COMMAND_ARRAY && stage->options.method_count > 0) {
        fail_at(error, STATUS_USAGE, span_of(word), "a value behind --%s",
                method_name(&stage->options.methods[stage->options.method_count - 1]));
        return error_hint(error, "values come first, then the methods in the order to do them");
    }
    stage->operands[stage->operand_count++] = word;
    return true;
}

static bool fail_unknown(const struct stage *stage, const char *word, struct error *error)
{
    bool is_long = word[0] == '-' && word[1] == '-';
    size_t length = strcspn(word, "=");
    struct near near = near_to(word + 2, is_long ? length - 2 : 0);
    struct span where = span_of(word);

    if (is_long)
        where.length = length;
    fail_at(error, STATUS_USAGE, where, "unknown option, or one that could be several");
    for (int i = 0; is_long && i < ROW_COUNT; i++) {
        if (rows[i].commands & stage->command->bit)
            near_offer(&near, rows[i].name);
    }
    if (near_best(&near) != NULL)
        return error_hint(error, "did you mean --%s?", near_best(&near));
    return error_hint(error, "memtool %s --help lists its options", stage->command->name);
}

// getopt found a fault in the word that it has just read.
static bool fail_option(const struct stage *stage, int kind, const char *word, struct error *error)
{
    if (kind == ':') {
        fail_at(error, STATUS_USAGE, span_of(word), "this option needs an argument");
        return false;
    }
    if (optopt >= LONG_VALUE)
        return fail_at(error, STATUS_USAGE, span_of(word), "this option takes no argument");
    return fail_unknown(stage, word, error);
}

static bool read_words(struct stage *stage, struct error *error)
{
    struct getopt_tables tables;
    unsigned command = stage->command->bit;

    make_tables(&tables, stage->command);
    opterr = 0;
    optind = 0; // starts anew, for glibc and musl alike
    for (;;) {
        int before = optind ? optind : 1;

        if (before < stage->word_count && is_negative_value(stage->words[before])) {
            if (!add_operand(stage, stage->words[before], error))
                return false;
            optind = before + 1;
            continue;
        }
        optopt = 0;
        int value =
            getopt_long(stage->word_count, stage->words, tables.letters, tables.longs, NULL);
        if (value == -1)
            break;
        if (value == '?' || value == ':')
            return fail_option(stage, value, stage->words[before], error);
        if (value == 1) {
            if (!add_operand(stage, optarg, error))
                return false;
        } else if (!apply(&stage->options, row_of(value, command), optarg, error)) {
            return false;
        }
    }
    while (optind < stage->word_count) {
        if (!add_operand(stage, stage->words[optind++], error))
            return false;
    }
    return true;
}

bool options_read(struct stage *stage, struct error *error)
{
    stage->options.radix = 10;
    stage->operands = memory_new((size_t)stage->word_count, sizeof *stage->operands, error);
    return stage->operands != NULL && read_words(stage, error);
}

void options_clear(struct options *options)
{
    free(options->types.words);
    free(options->methods);
}

const char *method_name(const struct method *method)
{
    return method->row->name;
}

// ---- what others want to know of the table

void options_help(struct sink *to, unsigned wanted)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        const struct option_row *row = &rows[i];
        const char *open = row->argument == ARGUMENT_OPTIONAL ? "[=" : "=";
        char left[64];

        if (!(row->commands & wanted))
            continue;
        snprintf(left, sizeof left, "%c%c%s --%s%s%s%s", row->letter ? '-' : ' ',
                 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
                 row->operand ? open : "", row->operand ? row->operand : "",
                 row->argument == ARGUMENT_OPTIONAL ? "]" : "");
        sink_printf(to, "  %-28s %s\n", left, row->help);
    }
}

void options_list(unsigned wanted,
                  void (*each)(const char *name, char letter, bool argument, void *context),
                  void *context)
{
    for (int i = 0; i < ROW_COUNT; i++) {
        if (rows[i].commands & wanted)
            each(rows[i].name, rows[i].letter, rows[i].argument == ARGUMENT_REQUIRED, context);
    }
}

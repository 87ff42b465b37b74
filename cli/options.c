// Words to options and operands: getopt_long over the table of options.
#include "options.h"

#include "base/near.h"
#include "base/number.h"
#include "command.h"
#include "option_row.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_VALUE = 256 }; // getopt's value of the first long option

// ---- values of options

static bool read_amount(const char *word, bool may_be_negative, struct amount *out,
                        struct error *error)
{
    struct cursor text = cursor_of(word);
    bool negative = false;

    if (!size_read(&text, &out->value, may_be_negative ? &negative : NULL, error))
        return error_place(error, span_of(word));
    if (!cursor_done(&text)) {
        fail_at(error, STATUS_USAGE, cursor_rest(&text), "%s is not a size", word);
        return error_hint(error, "as in 16, 0x10, 4k, 1MiB, 2GB");
    }
    out->given = true;
    out->word = word;
    out->negative = negative;
    return true;
}

static bool hint_forms(struct error *error)
{
    char names[ERROR_TEXT] = "";
    size_t used = 0;

    for (const struct form *form = forms; form->name != NULL && used < sizeof names; form++)
        used += (size_t)snprintf(names + used, sizeof names - used, " %s", form->name);
    return error_hint(error, "one of%s", names);
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
    return hint_forms(error);
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

// A second value would be lost, or the first one: nobody means either.
static bool set_once(const char **field, const struct option_row *row, const char *word,
                     struct error *error)
{
    if (*field != NULL) {
        fail_at(error, STATUS_USAGE, span_of(word), "a second --%s", row->name);
        return error_hint(error, "a command takes one; `then` joins another command");
    }
    *field = word;
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
    case KIND_ONCE:
        return set_once(field, row, word, error);
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
        return word == NULL || set_once(field, row, word, error);
    case KIND_METHOD:
        return add_method(options, row, word, error);
    }
    return true;
}

// ---- getopt

// The options of one command, as getopt wants them.
struct getopt_tables {
    char letters[2 + 3 * OPTION_MAX_ROWS + 1];
    struct option longs[OPTION_MAX_ROWS + 1];
};

static void make_tables(struct getopt_tables *tables, const struct command *about)
{
    unsigned command = about->bit;
    char *letter = tables->letters;
    struct option *next = tables->longs;

    *letter++ = about->operands_last ? '+' : '-'; // -: operands come in order, as option 1
    *letter++ = ':';
    for (int i = 0; i < option_row_count; i++) {
        if (!(option_rows[i].commands & command))
            continue;
        if (option_rows[i].letter != 0) {
            *letter++ = option_rows[i].letter;
            for (unsigned n = 0; n < (unsigned)option_rows[i].argument; n++)
                *letter++ = ':';
        }
        *next++ = (struct option){option_rows[i].name, (int)option_rows[i].argument, NULL,
                                  LONG_VALUE + i};
    }
    *letter = '\0';
    *next = (struct option){0};
}

// getopt gives no letters but those of the table.
static const struct option_row *row_of(int value, unsigned command)
{
    const struct option_row *row = option_rows;

    if (value >= LONG_VALUE)
        return &option_rows[value - LONG_VALUE];
    while (row->letter != value || !(row->commands & command))
        row++;
    return row;
}

// -5, -.5, -inf: values, never options; and - alone, at which musl's getopt ends the options.
static bool is_plain_word(const char *word)
{
    static const char *const names[] = {"-", "-inf", "-infinity", "-nan"};

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

// How many long options of the stage's command begin with a name.
static int count_options(const struct stage *stage, const char *name, size_t length)
{
    int count = 0;

    for (int i = 0; i < option_row_count; i++)
        count += (option_rows[i].commands & stage->command->bit) &&
                 strncmp(option_rows[i].name, name, length) == 0;
    return count;
}

static bool fail_unknown(const struct stage *stage, const char *word, struct error *error)
{
    bool is_long = word[0] == '-' && word[1] == '-';
    size_t length = strcspn(word, "=");
    struct near near = near_to(word + 2, is_long ? length - 2 : 0);
    struct span where = span_of(word);

    if (is_long)
        where.length = length;
    if (is_long && count_options(stage, word + 2, length - 2) > 1)
        fail_at(error, STATUS_USAGE, where, "several options begin so");
    else
        fail_at(error, STATUS_USAGE, where, "unknown option");
    for (int i = 0; is_long && i < option_row_count; i++) {
        if (option_rows[i].commands & stage->command->bit)
            near_offer(&near, option_rows[i].name);
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
    getopt_long(1, stage->words, tables.letters, tables.longs, NULL);
    for (;;) {
        int before = optind;

        if (before < stage->word_count && is_plain_word(stage->words[before])) {
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
        } else if (stage->options.help) {
            return true; // whatever stands behind it
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

// A small shell lexer: quotes, escapes, parameters, comments.
#include "words.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

struct splitter {
    struct cursor line;
    const struct script_arguments *arguments;
    struct word_list *list;
    char open; // what the line ends inside of, or 0
};

static bool put(struct splitter *splitter, const char *text, size_t n, struct error *error)
{
    return bytes_append(&splitter->list->text, text, n, error);
}

static bool start_word(struct splitter *splitter, struct error *error)
{
    size_t start = splitter->list->text.used;

    if (splitter->list->in_word)
        return true;
    splitter->list->in_word = true;
    splitter->list->count++;
    return bytes_append(&splitter->list->starts, &start, sizeof start, error);
}

static bool end_word(struct splitter *splitter, struct error *error)
{
    if (!splitter->list->in_word)
        return true;
    splitter->list->in_word = false;
    return put(splitter, "", 1, error);
}

static bool put_argument(struct splitter *splitter, const char *from, uint64_t number,
                         struct error *error)
{
    const struct script_arguments *arguments = splitter->arguments;

    if (number >= (uint64_t)arguments->count) {
        fail_at(error, STATUS_USAGE, cursor_span(&splitter->line, from),
                "the script has no argument $%llu", (unsigned long long)number);
        return error_hint(error, "it was given %d", arguments->count - 1);
    }
    return put(splitter, arguments->words[number], strlen(arguments->words[number]), error);
}

// Behind a "$": a digit, "#", or a number in braces. Any other "$" is itself.
static bool read_parameter(struct splitter *splitter, const char *from, struct error *error)
{
    struct cursor *line = &splitter->line;
    char count[NUMBER_TEXT];
    uint64_t number = 0;

    if (cursor_take(line, '#'))
        return put(splitter, count, u64_print(count, (uint64_t)(splitter->arguments->count - 1)),
                   error);
    if (is_digit(cursor_peek(line))) {
        number = (uint64_t)(*line->at++ - '0');
    } else if (cursor_peek(line) == '{' && is_digit(cursor_peek_at(line, 1))) {
        line->at++;
        while (is_digit(cursor_peek(line)) && number < UINT32_MAX)
            number = number * 10 + (uint64_t)(*line->at++ - '0');
        if (!cursor_take(line, '}'))
            return fail_at(error, STATUS_USAGE, cursor_span(line, from), "`}` is missing");
    } else {
        return put(splitter, "$", 1, error);
    }
    return put_argument(splitter, from, number, error);
}

// One byte behind a backslash; at the end of the line, the next line is a part of this one.
static bool read_escaped(struct splitter *splitter, const char *only, struct error *error)
{
    struct cursor *line = &splitter->line;

    if (cursor_done(line)) {
        splitter->open = '\\';
        return true;
    }
    if (cursor_take(line, '\n'))
        return true;
    if (only != NULL && strchr(only, *line->at) == NULL && !put(splitter, "\\", 1, error))
        return false;
    return put(splitter, line->at++, 1, error);
}

static bool read_single(struct splitter *splitter, struct error *error)
{
    struct cursor *line = &splitter->line;
    const char *from = line->at;
    const char *quote = memchr(from, '\'', (size_t)(line->end - from));

    if (quote == NULL) {
        splitter->open = '\'';
        line->at = line->end;
        return true;
    }
    line->at = quote + 1;
    return put(splitter, from, (size_t)(quote - from), error);
}

static bool read_double(struct splitter *splitter, struct error *error)
{
    struct cursor *line = &splitter->line;

    while (!cursor_done(line)) {
        const char *from = line->at;
        bool good;

        if (cursor_take(line, '"'))
            return true;
        if (cursor_take(line, '\\'))
            good = read_escaped(splitter, "\"\\$", error);
        else if (cursor_take(line, '$'))
            good = read_parameter(splitter, from, error);
        else
            good = put(splitter, line->at++, 1, error);
        if (!good)
            return false;
    }
    splitter->open = '"';
    return true;
}

static bool read_piece(struct splitter *splitter, struct error *error)
{
    struct cursor *line = &splitter->line;
    const char *from = line->at;

    if (!start_word(splitter, error))
        return false;
    if (cursor_take(line, '\''))
        return read_single(splitter, error);
    if (cursor_take(line, '"'))
        return read_double(splitter, error);
    if (cursor_take(line, '\\'))
        return read_escaped(splitter, NULL, error);
    if (cursor_take(line, '$'))
        return read_parameter(splitter, from, error);
    return put(splitter, line->at++, 1, error);
}

// A word ends at a NUL byte, so there may be none, in quotes neither.
static bool check_text(struct cursor line, struct error *error)
{
    const char *nul =
        cursor_done(&line) ? NULL : memchr(line.at, '\0', (size_t)(line.end - line.at));

    if (nul == NULL)
        return true;
    line.at = nul;
    return fail_at(error, STATUS_USAGE, cursor_span(&line, nul), "a NUL byte in a line of text");
}

// Reads a piece of a word; one that stays open is left to be read again, when it is whole.
static bool read_whole_piece(struct splitter *splitter, struct error *error)
{
    struct word_list *list = splitter->list;
    const char *from = splitter->line.at;
    size_t count = list->count, used = list->text.used, starts = list->starts.used;
    bool in_word = list->in_word;

    if (!read_piece(splitter, error))
        return false;
    if (splitter->open != 0) {
        splitter->line.at = from;
        list->count = count;
        list->text.used = used;
        list->starts.used = starts;
        list->in_word = in_word;
    }
    return true;
}

static bool split(struct splitter *splitter, struct error *error)
{
    struct cursor *line = &splitter->line;

    if (!check_text(*line, error))
        return false;

    while (!cursor_done(line) && splitter->open == 0) {
        int byte = cursor_peek(line);

        if (byte == '\\' && cursor_peek_at(line, 1) == '\n') {
            line->at += 2;
            splitter->open = cursor_done(line) ? '\\' : 0;
        } else if (is_blank(byte)) {
            line->at++;
            if (!end_word(splitter, error))
                return false;
        } else if (byte == '#' && !splitter->list->in_word) {
            const char *end = memchr(line->at, '\n', (size_t)(line->end - line->at));
            line->at = end != NULL ? end : line->end;
        } else if (!read_whole_piece(splitter, error)) {
            return false;
        }
    }
    return splitter->open != 0 || end_word(splitter, error);
}

// The text has come to rest, so the words may point into it.
static bool point_words(struct splitter *splitter, struct error *error)
{
    struct word_list *list = splitter->list;

    if (!memory_grow(&list->words, &list->capacity, list->count + 1, sizeof *list->words, error))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        size_t start;

        memcpy(&start, list->starts.bytes + i * sizeof start, sizeof start);
        list->words[i] = (char *)list->text.bytes + start;
    }
    list->words[list->count] = NULL;
    return true;
}

// The line's end is no part of what is shown of it.
static bool trim_excerpt(struct error *error)
{
    if (error->excerpt_length > 0 && error->excerpt[error->excerpt_length - 1] == '\n')
        error->excerpt_length--;
    return false;
}

bool word_list_go_on(struct word_list *list, const char *line, size_t length,
                     const struct script_arguments *arguments, char *open, struct error *error)
{
    struct splitter splitter = {
        .line = cursor_over(line, length), .arguments = arguments, .list = list};

    if (list->read > 0) // an empty line may be NULL
        splitter.line.at += list->read;
    bool good = (split(&splitter, error) || trim_excerpt(error)) &&
                (splitter.open != 0 || point_words(&splitter, error));
    list->read = good && splitter.open != 0 ? (size_t)(splitter.line.at - line) : 0;
    *open = splitter.open;
    return good;
}

bool word_list_split(struct word_list *list, const char *line, size_t length,
                     const struct script_arguments *arguments, char *open, struct error *error)
{
    list->count = list->text.used = list->starts.used = list->read = 0;
    list->in_word = false;
    return word_list_go_on(list, line, length, arguments, open, error);
}

void word_list_clear(struct word_list *list)
{
    free(list->words);
    free(list->text.bytes);
    free(list->starts.bytes);
    *list = (struct word_list){0};
}

// How a SOURCE word is read: a label, a prefix, a typed literal, hex digits, or a path.
#include "views/source.h"

#include "base/dumptext.h"
#include "base/near.h"
#include "types/spelling.h"
#include "views/blocks.h"
#include "views/literal.h"
#include "views/source_rows.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- the kinds that open something

static bool open_label(const struct source *source, struct scope *scope, struct view *out,
                       struct error *error)
{
    size_t length = (size_t)(source->rest.end - source->rest.at);
    const struct view *view = scope_find(scope, source->rest.at, length);

    if (view == NULL)
        return scope_unknown(scope, span_of(source->word), source->rest.at, length, error);
    view_copy(out, view);
    return true;
}

static bool deliver_store(struct store *store, struct view *out)
{
    if (store == NULL)
        return false;
    view_of_store(out, store);
    store_unref(store);
    return true;
}

struct store *scope_input(struct scope *scope, struct error *error)
{
    if (scope->no_input) {
        fail(error, STATUS_USAGE, "the script itself is read from stdin");
        return NULL;
    }
    if (scope->input == NULL)
        scope->input = store_stream("stdin", STDIN_FILENO, false, error);
    return store_ref(scope->input);
}

static bool open_stdin(const struct source *source, struct scope *scope, struct view *out,
                       struct error *error)
{
    (void)source;
    return deliver_store(scope_input(scope, error), out);
}

static bool open_path(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error)
{
    return deliver_store(files_open(&scope->files, source->rest.at, error), out);
}

bool source_whole_text(const struct source *source, struct scope *scope, struct bytes *to,
                       struct error *error)
{
    struct view text;
    bool dash = strcmp(source->rest.at, "-") == 0;

    if (!(dash ? open_stdin : open_path)(source, scope, &text, error))
        return false;
    bool good = view_pack(&text, to, error);
    view_drop(&text);
    return good;
}

static bool open_dump(const struct source *source, struct scope *scope, struct view *out,
                      struct error *error)
{
    struct bytes text = {0};
    struct bytes bytes = {0};
    bool good = source_whole_text(source, scope, &text, error);

    if (good) {
        struct cursor cursor = cursor_over((const char *)text.bytes, text.used);
        good = dump_text_read(&cursor, &bytes, error) &&
               deliver_store(store_copy(source->word, bytes.bytes, bytes.used, error), out);
    }
    free(text.bytes);
    free(bytes.bytes);
    return good;
}

// ---- the table

static const struct source_row rows[] = {
    {"hex:", source_read_hex, source_open_hex, false, false},
    {"str:", source_read_text, source_open_bytes, false, false},
    {"cstr:", source_read_cstring, source_open_bytes, false, false},
    {"wstr:", source_read_wide, source_open_bytes, false, false},
    {"zero:", source_read_zero, source_open_zero, false, false},
    {"file:", NULL, open_path, false, true},
    {"dump:", NULL, open_dump, false, false},
    {"addr:", source_read_address, source_open_address, false, false},
    {"pid:", source_read_process, source_open_process, false, true},
    {"elf:", source_read_elf, source_open_elf, false, true},
    {"core:", NULL, source_open_core, false, true},
    {"sym:", source_read_symbol, source_open_symbol, true, false},
};

static const struct source_row label_row = {NULL, NULL, open_label, false, true};
static const struct source_row stdin_row = {NULL, NULL, open_stdin, false, false};
static const struct source_row path_row = {NULL, NULL, open_path, false, true};
static const struct source_row hex_row = {NULL, source_read_hex, source_open_hex, false, false};
static const struct source_row values_row = {NULL, source_read_values, source_open_values, false,
                                             false};

// The first `:` outside brackets, or NULL.
static const char *find_colon(const char *word)
{
    int depth = 0;

    for (const char *at = word; *at != '\0'; at++) {
        if (strchr("([{", *at))
            depth++;
        else if (strchr(")]}", *at))
            depth--;
        else if (*at == ':' && depth <= 0)
            return at;
    }
    return NULL;
}

static const struct source_row *find_prefix(const char *word, const char *colon)
{
    size_t length = (size_t)(colon - word) + 1;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strlen(rows[i].prefix) == length && memcmp(rows[i].prefix, word, length) == 0)
            return &rows[i];
    }
    return NULL;
}

// True for hex digits, an optional 0x in front, blanks between.
static bool looks_hex(const char *word)
{
    size_t digits = 0;

    if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
        word += 2;
    for (; *word != '\0'; word++) {
        if (hex_digit((unsigned char)*word) >= 0)
            digits++;
        else if (!is_blank((unsigned char)*word))
            return false;
    }
    return digits > 0;
}

// ---- reading a word

// The prefix that the text before the colon is nearly, without its colon.
static struct near near_prefix(const char *word, const char *colon)
{
    struct near near = near_to(word, (size_t)(colon - word));
    char name[8];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].prefix) - 1;

        memcpy(name, rows[i].prefix, length);
        name[length] = '\0';
        near_offer(&near, name);
    }
    return near;
}

// What a word that fails as TYPE:VALUES may have been meant for: a file, a prefix.
static bool suggest_other(const struct source *source, const char *colon, struct error *error)
{
    const char *word = source->word;
    struct near near = near_prefix(word, colon);
    bool is_close =
        near_best(&near) != NULL && (error->hint[0] == '\0' || near.distance <= NEAR_EDIT);

    if (error->status != STATUS_USAGE)
        return false;
    if (access(word, F_OK) == 0) {
        error->hint[0] = '\0';
        return error_hint(error, "./%s is the file of that name", word);
    }
    if (source->type == NULL && is_close) {
        error_clear(error);
        fail_at(error, STATUS_USAGE, (struct span){word, strlen(word), 0, (size_t)(colon - word)},
                "neither a SOURCE nor a TYPE starts like this");
    }
    if (is_close &&
        (source->type == NULL || (type_is_record(source->type) && near.distance <= NEAR_EDIT)))
        return error_hint(error, "did you mean %s:?", near_best(&near));
    return source->type != NULL && type_hint(source->type, error);
}

// TYPE:VALUES; the type is read here, the values in its row.
static bool read_typed(struct source *source, const char *colon, const struct scope *scope,
                       struct error *error)
{
    struct cursor type = cursor_part(&source->rest, source->word, colon);

    source->row = &values_row;
    source->rest.at = colon + 1;
    return type_read(&type, &scope->book, &source->type, error) ||
           suggest_other(source, colon, error);
}

static bool classify(struct source *source, const struct scope *scope, struct error *error)
{
    const char *word = source->word;
    const char *colon = find_colon(word);

    if (word[0] == '@') {
        source->row = &label_row;
        source->rest.at++;
    } else if (strcmp(word, "-") == 0) {
        source->row = &stdin_row;
    } else if (colon != NULL && find_prefix(word, colon) != NULL) {
        source->row = find_prefix(word, colon);
        source->rest.at = colon + 1;
    } else if (colon != NULL && memchr(word, '/', (size_t)(colon - word)) == NULL) {
        return read_typed(source, colon, scope, error);
    } else if (colon == NULL && looks_hex(word)) {
        source->row = &hex_row;
        if (access(word, F_OK) == 0) {
            fail_at(error, STATUS_USAGE, span_of(word), "both hex digits and the name of a file");
            return error_hint(error, "./%s is the file, hex:%s are the bytes", word, word);
        }
    } else {
        source->row = &path_row;
    }
    return true;
}

// Words that need the name of a file and have none.
static bool check_named(const struct source *source, struct error *error)
{
    const struct source_row *row = source->row;

    if (source->word[0] == '\0') {
        fail(error, STATUS_USAGE, "the SOURCE is empty");
        return error_hint(error, "hex: is no bytes at all, - is stdin");
    }
    if (source->rest.at < source->rest.end || row->prefix == NULL || row->read != NULL)
        return true;
    return fail_at(error, STATUS_USAGE, span_of(source->word), "%s needs the name of a file",
                   row->prefix);
}

struct source *source_read(const char *word, const struct scope *scope, struct error *error)
{
    struct source *source = memory_new(1, sizeof *source, error);

    if (source == NULL)
        return NULL;
    source->word = word;
    source->rest = cursor_of(word);
    source->reach = UINT64_MAX;
    if (classify(source, scope, error) && check_named(source, error) &&
        (source->row->read == NULL || source->row->read(source, scope, error)))
        return source;
    error_place(error, span_of(word));
    if (source->row == &values_row && source->type != NULL)
        suggest_other(source, find_colon(word), error);
    source_free(source);
    return NULL;
}

struct source *source_left_out(const struct scope *scope, bool chained, struct error *error)
{
    if (chained || scope->current.store != NULL)
        return source_read("@", scope, error);
    if (scope->in_script || isatty(STDIN_FILENO)) {
        fail(error, STATUS_USAGE, "a SOURCE is missing");
        error_hint(error, "a file, hex digits, TYPE:VALUES, str:TEXT, or - for stdin");
        return NULL;
    }
    return source_read("-", scope, error);
}

void source_free(struct source *source)
{
    if (source == NULL)
        return;
    type_unref(source->type);
    free(source->bytes.bytes);
    free(source);
}

bool source_has_prefix(const char *word)
{
    const char *colon = find_colon(word);

    return colon != NULL && find_prefix(word, colon) != NULL;
}

bool source_prefixed(const char *word, const struct scope *scope)
{
    const char *colon = find_colon(word);
    const struct type *type;
    struct error none = {0};

    if (word[0] == '@' || source_has_prefix(word))
        return true;
    if (colon == NULL)
        return false;
    struct cursor whole = cursor_of(word);
    struct cursor before = cursor_part(&whole, word, colon);
    if (!type_read(&before, &scope->book, &type, &none))
        return false;
    type_unref(type);
    return true;
}

bool source_label(const struct source *source, const char **name, size_t *length)
{
    if (source->row != &label_row)
        return false;
    *name = source->rest.at;
    *length = (size_t)(source->rest.end - source->rest.at);
    return true;
}

bool source_foreign(const struct source *source)
{
    return source != NULL && source->row->foreign;
}

// What is at a path where it is a pipe, a device or a socket: its writes would go nowhere.
static bool is_passing(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 &&
           (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || S_ISSOCK(status.st_mode));
}

bool source_keeps(const struct source *source, struct error *error)
{
    const struct source_row *row = source->row;

    if (row->keeps && (row->open != open_path || !is_passing(source->rest.at)))
        return true;
    if (row == &stdin_row)
        return fail(error, STATUS_USAGE, "stdin cannot be written back");
    return fail_at(error, STATUS_USAGE, span_of(source->word), "%s cannot be written back",
                   source->word);
}

bool source_backs_up(const struct source *source, struct error *error)
{
    const struct source_row *row = source->row;
    const char *kind = row->open == source_open_process ? "a process" : NULL;
    struct stat status;

    if (row->open == open_path && stat(source->rest.at, &status) == 0 && S_ISBLK(status.st_mode))
        kind = "a device";
    if (kind == NULL)
        return true;
    return fail_at(error, STATUS_USAGE, span_of(source->word), "there is no backup of %s", kind);
}

void source_limit(struct source *source, uint64_t reach)
{
    source->reach = reach;
}

bool source_open(const struct source *source, struct scope *scope, struct view *out,
                 struct error *error)
{
    if (source->row->open(source, scope, out, error))
        return true;
    return error_place(error, span_of(source->word));
}

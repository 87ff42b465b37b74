#include "calls/signature.h"

#include "images/dwarf.h"
#include "images/elf.h"
#include "images/library.h"
#include "types/cdecl.h"
#include "types/spelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KNOWN = 64 }; // prototypes that are remembered

// True for a plain identifier.
static bool is_identifier(const char *word)
{
    struct cursor text = cursor_of(word);
    const char *start;
    size_t length;

    return cursor_identifier(&text, &start, &length) && cursor_done(&text);
}

// Nothing tells what the function takes and gives; the three ways to tell it are the hint.
static bool unknown(const char *word, struct error *error)
{
    fail_at(error, STATUS_USAGE, span_of(word),
            "the signature of %s is not known, and it is never guessed", word);
    return error_hint(error,
                      "give a prototype ('double %s(double)'), --types FILE that declares it, or "
                      "--returns TYPE with typed arguments (d:1.0)",
                      word);
}

// The function of that name in a library's own debug information; *out is NULL where there is none,
// or no such information.
static bool find_own(const char *path, const char *name, const struct type **out,
                     struct error *error)
{
    struct error none = {0};
    struct chapter *chapter = dwarf_chapter(path, &none);

    *out = NULL;
    if (chapter == NULL)
        return !none.memory || fail_memory(error);
    bool good = chapter->find(chapter, NAME_FUNCTION, name, strlen(name), out, error);
    chapter->close(chapter);
    return good;
}

static bool is_variable(const struct elf_symbol *symbol)
{
    return symbol->kind == ELF_OBJECT || symbol->kind == ELF_THREAD;
}

static bool may_be_function(const struct elf_symbol *symbol)
{
    return elf_is_bound(symbol) && !is_variable(symbol);
}

// True where the library has the symbol, and it may be a function; else an error, with a near name.
static bool has_function(const char *library, const char *path, const char *name,
                         struct error *error)
{
    const struct elf_symbol *symbol = NULL;
    const char *slash = strrchr(path, '/');
    struct elf *elf = elf_open(path, error);
    bool good = elf != NULL && elf_symbol(elf, name, strlen(name), &symbol, error);

    if (good && symbol == NULL) {
        fail_at(error, STATUS_DATA, span_of(name), "%s has no symbol %s",
                slash != NULL ? slash + 1 : path, name);
        good = elf_hint(elf, name, strlen(name), may_be_function, error);
    } else if (good && is_variable(symbol)) {
        fail_at(error, STATUS_DATA, span_of(name), "%s is a variable, not a function", name);
        good = elf_is_bound(symbol)
                   ? error_hint(error, "sym:%s:%s is its bytes", library, name)
                   : error_hint(error, "elf:%s:%s is its bytes in the file", path, name);
    }
    elf_close(elf);
    return good;
}

// Prototypes that libraries' debug information told before: to ask it again takes long, and scripts
// call the same functions again and again. A ring, of which the next one is replaced.
static struct known {
    char *library, *name;
    const struct type *type; // held
} ring[KNOWN];
static unsigned next_known;

static const struct type *recall(const char *library, const char *name)
{
    for (unsigned i = 0; i < KNOWN; i++)
        if (ring[i].type != NULL && strcmp(ring[i].library, library) == 0 &&
            strcmp(ring[i].name, name) == 0)
            return type_ref(ring[i].type);
    return NULL;
}

static void remember(const char *library, const char *name, const struct type *type)
{
    struct error ignored = {0};
    struct known *known = &ring[next_known];

    free(known->library);
    free(known->name);
    type_unref(known->type);
    known->library = memory_text(library, strlen(library), &ignored);
    known->name = memory_text(name, strlen(name), &ignored);
    known->type = known->library != NULL && known->name != NULL ? type_ref(type) : NULL;
    next_known = (next_known + 1) % KNOWN;
}

static bool ask_library(const char *library, const char *word, const struct type **out,
                        struct error *error)
{
    char *path = library_resolve(library, strlen(library), error);

    if (path == NULL)
        return error_place(error, span_of(library));
    bool good = find_own(path, word, out, error) || error_place(error, span_of(word));
    if (good && *out == NULL)
        good = has_function(library, path, word, error) && unknown(word, error);
    else if (good)
        remember(library, word, *out);
    free(path);
    return good;
}

static bool find_declared(const char *word, const struct book *book, const char *library,
                          const struct type **out, struct error *error)
{
    if (!book_find(book, NAME_FUNCTION, word, strlen(word), out, error))
        return error_place(error, span_of(word));
    if (*out == NULL)
        *out = recall(library, word);
    return *out != NULL || ask_library(library, word, out, error);
}

static bool read_returns(const char *returns, const struct book *book, struct signature *out,
                         struct error *error)
{
    struct cursor text = cursor_of(returns);
    struct cursor copy = text;

    cursor_skip_blanks(&copy);
    if (cursor_take_text(&copy, "void")) {
        cursor_skip_blanks(&copy);
        if (cursor_done(&copy)) {
            out->result = type_ref(type_void());
            return true;
        }
    }
    return type_read(&text, book, &out->result, error) || error_place(error, span_of(returns));
}

// Where the first identifier of that name stands in a prototype.
static struct span find_name(const char *word, const char *name)
{
    struct cursor text = cursor_of(word);
    const char *at;
    size_t length;

    while (!cursor_done(&text)) {
        if (!cursor_identifier(&text, &at, &length))
            text.at++;
        else if (length == strlen(name) && memcmp(at, name, length) == 0)
            return cursor_span(&text, at);
    }
    return span_of(word);
}

bool signature_read(const char *word, const char *returns, const struct book *book,
                    const char *library, struct signature *out, struct error *error)
{
    struct signature read = {.name = word, .name_length = strlen(word), .where = span_of(word)};
    struct cursor text = cursor_of(word);
    bool is_name = is_identifier(word);

    if (returns != NULL && !is_name) {
        fail_at(error, STATUS_USAGE, span_of(word), "--returns is for a bare name");
        return error_hint(error, "a prototype says itself what it returns");
    }
    if (returns != NULL) {
        if (!read_returns(returns, book, &read, error))
            return false;
    } else if (is_name) {
        if (!find_declared(word, book, library, &read.type, error))
            return false;
    } else {
        if (!c_prototype_read(&text, book, &read.type, error))
            return error_place(error, span_of(word));
        read.name = read.type->name;
        read.name_length = strlen(read.name);
        read.where = find_name(word, read.name);
    }
    *out = read;
    return true;
}

void signature_close(struct signature *signature)
{
    type_unref(signature->type);
    type_unref(signature->result);
    *signature = (struct signature){0};
}

const struct type *signature_result(const struct signature *signature)
{
    return signature->type != NULL ? signature->type->target : signature->result;
}

void signature_print(const struct signature *signature, char *to, size_t size)
{
    struct sink text;
    char name[128];

    snprintf(name, sizeof name, "%.*s", (int)signature->name_length, signature->name);
    sink_open(&text, -1);
    if (signature->type != NULL)
        type_c(&text, signature->type, name, false);
    else
        type_c(&text, signature->result, name, false);
    snprintf(to, size, "%.*s", (int)text.used, text.text != NULL ? text.text : "");
    sink_close(&text);
}

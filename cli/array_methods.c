// One function a method, one row a method.
#include "array_methods.h"

#include "base/escape.h"
#include "base/number.h"
#include "base/swap.h"
#include "compare.h"
#include "views/blocks.h"
#include "views/element.h"
#include "views/literal.h"
#include "views/source.h"

#include <stdlib.h>
#include <string.h>

static size_t itemsize(const struct array *array)
{
    return (size_t)array->type->size;
}

static size_t count_items(const struct array *array)
{
    return array->bytes->used / itemsize(array);
}

static unsigned char *item(const struct array *array, size_t index)
{
    return array->bytes->bytes + index * itemsize(array);
}

// Reads values from the part of word behind `from`; exactly one where `one`.
static bool read_behind(const struct type *type, const struct scope *scope, const char *word,
                        const char *from, bool one, struct bytes *to, struct error *error)
{
    struct cursor whole = cursor_of(word);
    const struct cursor part = cursor_part(&whole, from, whole.end);
    struct cursor text = part;
    uint64_t count = 0;

    if (!literal_read(&text, type, scope, to, &count, error))
        return false;
    if (one && count != 1)
        return fail_at(error, STATUS_USAGE, cursor_rest(&part), "one value is needed, not %llu",
                       (unsigned long long)count);
    return true;
}

static bool read_values(const struct array *array, const char *word, const char *from, bool one,
                        struct bytes *to, struct error *error)
{
    return read_behind(array->type, array->scope, word, from, one, to, error);
}

// Reads the whole of text as the index of an item.
static bool read_index(struct cursor text, int64_t *out, struct error *error)
{
    enum { CUT = 60 };
    const struct cursor whole = text;
    size_t n = (size_t)(whole.end - whole.at);
    struct integer value;

    if (!integer_read(&text, &value, error))
        return false;
    if (!cursor_done(&text) || !integer_to_i64(value, out))
        return fail_at(error, STATUS_USAGE, cursor_rest(&whole), "%.*s%s is not an index",
                       (int)(n < CUT ? n : CUT), whole.at, n > CUT ? "…" : "");
    return true;
}

// The index that --pop may have behind a =; without a word it is that of the last item.
static bool read_popped(const char *word, int64_t *out, struct error *error)
{
    if (word == NULL) {
        *out = -1;
        return true;
    }
    if (*word != '\0')
        return read_index(cursor_of(word), out, error);
    fail_at(error, STATUS_USAGE, span_of("--pop="), "an index is missing behind --pop=");
    return error_hint(error, "--pop takes away the last");
}

// The INDEX= in front of a value. An index may hold a = itself, between quotes.
static bool read_place(struct cursor *text, int64_t *index, struct error *error)
{
    struct cursor number = *text;
    struct error ignored = {0};
    struct integer value;

    (void)integer_read(&number, &value, &ignored);
    const char *equals = memchr(number.at, '=', (size_t)(text->end - number.at));
    if (equals == NULL) {
        number.at = text->end;
        return fail_at(error, STATUS_USAGE, cursor_rest(&number), "--insert takes INDEX=VALUE");
    }
    if (!read_index(cursor_part(text, text->at, equals), index, error))
        return false;
    text->at = equals + 1;
    return true;
}

static bool insert_at(struct array *array, size_t index, const struct bytes *value,
                      struct error *error)
{
    size_t size = itemsize(array);

    if (!bytes_append(array->bytes, NULL, size, error))
        return false;
    memmove(item(array, index + 1), item(array, index), array->bytes->used - (index + 1) * size);
    memcpy(item(array, index), value->bytes, size);
    return true;
}

static void delete_at(struct array *array, size_t index)
{
    size_t size = itemsize(array);

    memmove(item(array, index), item(array, index + 1), array->bytes->used - (index + 1) * size);
    array->bytes->used -= size;
}

static bool do_append(struct array *array, const char *word, struct sink *to, struct error *error)
{
    struct bytes value = {0};

    (void)to;
    bool good = read_values(array, word, word, true, &value, error) &&
                bytes_append(array->bytes, value.bytes, value.used, error);
    free(value.bytes);
    return good;
}

// @NAME extends by another view of the same structure; anything else is values.
static bool do_extend(struct array *array, const char *word, struct sink *to, struct error *error)
{
    const struct view *view = NULL;

    (void)to;
    if (word[0] == '@' && array->type->kind != TYPE_POINTER)
        view = scope_find(array->scope, word + 1, strlen(word + 1));
    if (view == NULL)
        return read_values(array, word, word, false, array->bytes, error);
    if (!type_same(view->type, array->type))
        return fail_at(error, STATUS_DATA, span_of(word),
                       "can only extend with an array of the same kind");
    return view_pack(view, array->bytes, error);
}

// The characters of a text, each an item.
static bool do_fromunicode(struct array *array, const char *word, struct sink *to,
                           struct error *error)
{
    const unsigned char *at = (const unsigned char *)word;
    const unsigned char *end = at + strlen(word);
    const struct type *type = array->type;

    (void)to;
    if (type->kind != TYPE_SCALAR || scalar_info(type->scalar)->class != CLASS_UNICODE) {
        fail_at(error, STATUS_USAGE, span_of(word),
                "fromunicode() may only be called on unicode type arrays");
        return error_hint(error, "array w (or u) TEXT");
    }
    while (at < end) {
        uint32_t point;
        size_t n = utf8_decode(at, (size_t)(end - at), &point);

        if (n == 0)
            return fail_at(error, STATUS_USAGE, span_of(word), "the text is not UTF-8");
        if (!bytes_append(array->bytes, NULL, itemsize(array), error) ||
            !element_set_integer(type, item(array, count_items(array) - 1), integer_of_u64(point),
                                 span_of(word), error))
            return false;
        at += n;
    }
    return true;
}

// I=V; the index is clamped, as Python's insert clamps it.
static bool do_insert(struct array *array, const char *word, struct sink *to, struct error *error)
{
    struct cursor text = cursor_of(word);
    struct bytes value = {0};
    int64_t count = (int64_t)count_items(array);
    int64_t index;

    (void)to;
    if (!read_place(&text, &index, error))
        return false;
    if (index < 0)
        index = index + count < 0 ? 0 : index + count;
    if (index > count)
        index = count;
    bool good = read_values(array, word, text.at, true, &value, error) &&
                insert_at(array, (size_t)index, &value, error);
    free(value.bytes);
    return good;
}

static bool do_pop(struct array *array, const char *word, struct sink *to, struct error *error)
{
    int64_t count = (int64_t)count_items(array);
    const struct span where = span_of(word != NULL ? word : "--pop");
    int64_t index;

    (void)to;
    if (!read_popped(word, &index, error))
        return false;
    if (count == 0)
        return fail_at(error, STATUS_DATA, where, "pop from empty array");
    if (index < 0)
        index += count;
    if (index < 0 || index >= count)
        return fail_at(error, STATUS_DATA, where, "pop index out of range");
    delete_at(array, (size_t)index);
    return true;
}

// The index of the first item that is equal to the value; the count if none is.
static size_t find_equal(const struct array *array, const struct bytes *value)
{
    if (count_items(array) == 0)
        return 0;
    return (size_t)elements_index(array->type, item(array, 0), count_items(array), value->bytes);
}

static bool do_remove(struct array *array, const char *word, struct sink *to, struct error *error)
{
    struct bytes value = {0};

    (void)to;
    bool good = read_values(array, word, word, true, &value, error);
    if (good) {
        size_t index = find_equal(array, &value);
        if (index < count_items(array))
            delete_at(array, index);
        else
            good = fail_at(error, STATUS_DATA, span_of(word), "array.remove(x): x not in array");
    }
    free(value.bytes);
    return good;
}

static void print_number(const struct array *array, struct sink *to, size_t number)
{
    if (to != NULL)
        print_place(to, number, array->radix);
}

static bool do_index(struct array *array, const char *word, struct sink *to, struct error *error)
{
    struct bytes value = {0};
    bool good = read_values(array, word, word, true, &value, error);

    if (good) {
        size_t index = find_equal(array, &value);
        if (index < count_items(array))
            print_number(array, to, index);
        else
            good = fail_at(error, STATUS_DATA, span_of(word), "array.index(x): x not in array");
    }
    free(value.bytes);
    return good;
}

static bool do_count(struct array *array, const char *word, struct sink *to, struct error *error)
{
    struct bytes value = {0};
    bool good = read_values(array, word, word, true, &value, error);

    if (good && count_items(array) == 0)
        print_number(array, to, 0);
    else if (good)
        print_number(
            array, to,
            (size_t)elements_count(array->type, item(array, 0), count_items(array), value.bytes));
    free(value.bytes);
    return good;
}

static void swap_bytes(unsigned char *a, unsigned char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

static bool do_reverse(struct array *array, const char *word, struct sink *to, struct error *error)
{
    size_t n = count_items(array);

    (void)word;
    (void)to;
    (void)error;
    for (size_t i = 0; i < n / 2; i++)
        swap_bytes(item(array, i), item(array, n - 1 - i), itemsize(array));
    return true;
}

// Turns round the bytes of each scalar in elements that lie side by side; depth is bounded by the
// type's own.
static bool swap_elements(const struct type *type, unsigned char *bytes, size_t count,
                          struct error *error)
{
    size_t size = (size_t)type->size;

    switch (type->kind) {
    case TYPE_SCALAR:
    case TYPE_ENUM:
    case TYPE_POINTER:
        if (scalar_info(type->scalar)->class == CLASS_COMPLEX)
            swap_words(bytes, 2 * count, size / 2);
        else
            swap_words(bytes, count, size);
        return true;
    case TYPE_ARRAY:
        return type_is_text(type) ||
               swap_elements(type->target, bytes, count * (size_t)type->count, error);
    case TYPE_STRUCT:
        for (size_t i = 0; i < count * type->member_count; i++) {
            const struct member *member = &type->members[i % type->member_count];

            if (!swap_elements(member->type, bytes + i / type->member_count * size + member->offset,
                               1, error))
                return false;
        }
        return true;
    case TYPE_PASCAL:
        return true;
    default:
        return fail(error, STATUS_DATA, "don't know how to byteswap this array type");
    }
}

static bool do_byteswap(struct array *array, const char *word, struct sink *to, struct error *error)
{
    (void)word;
    (void)to;
    return swap_elements(array->type, array->bytes->bytes, count_items(array), error);
}

// What a method's word is.
enum takes { NO_VALUE, ONE_VALUE, VALUES, INDEX, INDEX_VALUE };

static const struct row {
    const char *name;
    bool prints;
    enum takes takes;
    bool (*act)(struct array *array, const char *word, struct sink *to, struct error *error);
} methods[] = {
    {"append", false, ONE_VALUE, do_append},
    {"extend", false, VALUES, do_extend},
    {"fromunicode", false, NO_VALUE, do_fromunicode},
    {"insert", false, INDEX_VALUE, do_insert},
    {"pop", false, INDEX, do_pop},
    {"remove", false, ONE_VALUE, do_remove},
    {"reverse", false, NO_VALUE, do_reverse},
    {"byteswap", false, NO_VALUE, do_byteswap},
    {"index", true, ONE_VALUE, do_index},
    {"count", true, ONE_VALUE, do_count},
};

// Every method among the options has a row.
static const struct row *row_of(const struct method *method)
{
    const struct row *row = methods;

    while (strcmp(row->name, method_name(method)) != 0)
        row++;
    return row;
}

bool array_method_check(const struct type *type, const struct scope *scope,
                        const struct method *method, struct error *error)
{
    enum takes takes = row_of(method)->takes;
    const char *word = method->word;
    struct bytes ignored = {0};
    int64_t index;

    if (word == NULL || takes == NO_VALUE)
        return true;
    if (takes == INDEX)
        return read_popped(word, &index, error);
    struct cursor text = cursor_of(word);
    if (takes == INDEX_VALUE && !read_place(&text, &index, error))
        return false;
    if (strchr(text.at, '@') != NULL)
        return true;
    bool good = read_behind(type, scope, word, text.at, takes != VALUES, &ignored, error);
    free(ignored.bytes);
    return good;
}

bool array_method(struct array *array, const struct method *method, struct sink *to, bool *printed,
                  struct error *error)
{
    const struct row *row = row_of(method);

    if (!row->act(array, method->word, to, error))
        return false;
    *printed |= row->prints;
    return true;
}

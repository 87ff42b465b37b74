// Many elements to text: a loop of its own for each kind of number, chosen once a call.
#include "base/swap.h"
#include "views/element_inner.h"

#include <string.h>

enum {
    RUN_AFTER = 8,      // the longest separator that the fast loops take
    TABLE_ROW = 16,     // the longest row of a table
    TABLE_LEAST = 1024, // elements that pay for making a table
    ALIGNED_STORE = 32, // a number and its blanks, if they are no longer
    RUN_ROOM = SCALAR_TEXT + RUN_AFTER
};

// What a loop needs to know besides the elements.
struct run {
    const struct type *type;
    const struct style *style;
    bool swapped;
    char after[RUN_AFTER]; // stored whole, counted by its length
    size_t after_length;
};

// Prints elements from *from on until count of them are done or `limit` is passed (there is
// RUN_ROOM behind it); the end of the text.
typedef char *run_printer(const struct run *run, char *to, const char *limit,
                          const unsigned char **from, uint64_t *count);

#define RUN_LOOP(size, print)                                                                      \
    const unsigned char *at = *from;                                                               \
    uint64_t left = *count;                                                                        \
    for (; left > 0 && to <= limit; left--, at += (size)) {                                        \
        to += (print);                                                                             \
        memcpy(to, run->after, RUN_AFTER);                                                         \
        to += run->after_length;                                                                   \
    }                                                                                              \
    *from = at;                                                                                    \
    *count = left;                                                                                 \
    return to

// The loops of decimal integers, one for each host type.
#define RUN_INTEGER(name, host, print)                                                             \
    static char *name(const struct run *run, char *to, const char *limit,                          \
                      const unsigned char **from, uint64_t *count)                                 \
    {                                                                                              \
        RUN_LOOP(sizeof(host), print(to, (host)element_word(at, sizeof(host), run->swapped)));     \
    }

RUN_INTEGER(run_i8, int8_t, i64_print)
RUN_INTEGER(run_i16, int16_t, i64_print)
RUN_INTEGER(run_i32, int32_t, i64_print)
RUN_INTEGER(run_i64, int64_t, i64_print)
RUN_INTEGER(run_u8, uint8_t, u64_print)
RUN_INTEGER(run_u16, uint16_t, u64_print)
RUN_INTEGER(run_u32, uint32_t, u64_print)
RUN_INTEGER(run_u64, uint64_t, u64_print)

static inline size_t print_f32(char *to, uint32_t bits, bool widen)
{
    double wide;

    if (!widen)
        return float_print(to, FLOAT_F32, &bits);
    wide = float_widen(FLOAT_F32, &bits);
    return float_print(to, FLOAT_F64, &wide);
}

static char *run_f32(const struct run *run, char *to, const char *limit, const unsigned char **from,
                     uint64_t *count)
{
    bool widen = notation_row(run->style->notation)->widen;

    RUN_LOOP(4, print_f32(to, (uint32_t)element_word(at, 4, run->swapped), widen));
}

static inline size_t print_f64(char *to, uint64_t bits)
{
    return float_print(to, FLOAT_F64, &bits);
}

static char *run_f64(const struct run *run, char *to, const char *limit, const unsigned char **from,
                     uint64_t *count)
{
    RUN_LOOP(8, print_f64(to, element_word(at, 8, run->swapped)));
}

static char *run_any(const struct run *run, char *to, const char *limit, const unsigned char **from,
                     uint64_t *count)
{
    RUN_LOOP(run->type->size, number_print(to, run->type, at, run->style));
}

// The loop for a type of numbers in a notation.
static run_printer *choose(const struct type *type, const struct style *style)
{
    static run_printer *const integers[2][9] = {
        {[1] = run_u8, [2] = run_u16, [4] = run_u32, [8] = run_u64},
        {[1] = run_i8, [2] = run_i16, [4] = run_i32, [8] = run_i64},
    };
    bool plain = style->notation == NOTATION_VALUES || style->notation == NOTATION_LIST;
    enum scalar_class class = type_class(type);
    bool decimal =
        style->notation == NOTATION_JSON || (plain && (style->radix == 10 || style->radix == 0));

    if ((class == CLASS_INT || class == CLASS_UINT) && decimal && type->size <= 8)
        return integers[class == CLASS_INT][type->size];
    if (plain && type->scalar == SCALAR_F32)
        return run_f32;
    if (plain && type->scalar == SCALAR_F64)
        return run_f64;
    return run_any;
}

static void print_numbers(struct sink *to, const struct run *run, const unsigned char *bytes,
                          uint64_t count)
{
    run_printer *print = choose(run->type, run->style);

    while (count > 0 && sink_ok(to)) {
        char *start = sink_reserve(to, SINK_RESERVE);
        char *end = print(run, start, start + SINK_RESERVE - RUN_ROOM, &bytes, &count);

        if (count == 0)
            end -= run->after_length;
        sink_advance(to, (size_t)(end - start));
    }
}

// ---- bytes: all 256 texts are made once

// What a table's rows are: texts with their separator, each with its length in the last byte.
struct table {
    size_t row; // 8 or 16 bytes
    union {
        uint64_t words[256]; // rows of 8, the fastest that there are
        unsigned char bytes[256][TABLE_ROW];
    };
};

// A word of the table has its length in the byte that stands last in memory.
static inline size_t word_length(uint64_t word)
{
    return (size_t)(HOST_IS_BIG ? word & 0xff : word >> 56);
}

static bool add_row(struct table *table, unsigned byte, const struct sink *text)
{
    unsigned char row[TABLE_ROW] = {0};

    if (!sink_ok(text) || text->used >= table->row)
        return false;
    memcpy(row, text->text, text->used);
    row[table->row - 1] = (unsigned char)text->used;
    if (table->row == 8)
        memcpy(&table->words[byte], row, 8);
    else
        memcpy(table->bytes[byte], row, TABLE_ROW);
    return true;
}

// False where a text is too long for a row.
static bool make_table(struct table *table, size_t row, const struct run *run)
{
    struct sink text;
    bool fits = true;

    table->row = row;
    sink_open(&text, -1);
    for (unsigned i = 0; i < 256 && fits; i++) {
        unsigned char byte = (unsigned char)i;

        text.used = 0;
        element_print(&text, run->type, &byte, run->style);
        sink_write(&text, run->after, run->after_length);
        fits = sink_ok(&text) && add_row(table, i, &text);
    }
    sink_close(&text);
    return fits;
}

static char *print_words(char *to, const struct table *table, const unsigned char *bytes,
                         uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t word = table->words[bytes[i]];

        memcpy(to, &word, 8);
        to += word_length(word);
    }
    return to;
}

static char *print_rows(char *to, const struct table *table, const unsigned char *bytes,
                        uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *row = table->bytes[bytes[i]];

        memcpy(to, row, TABLE_ROW);
        to += row[TABLE_ROW - 1];
    }
    return to;
}

static void print_by_table(struct sink *to, const struct table *table, const unsigned char *bytes,
                           uint64_t count, size_t after_length)
{
    while (count > 0 && sink_ok(to)) {
        uint64_t piece = SINK_RESERVE / TABLE_ROW;
        char *start = sink_reserve(to, SINK_RESERVE);

        if (piece > count)
            piece = count;
        char *end = (table->row == 8 ? print_words : print_rows)(start, table, bytes, piece);
        bytes += piece;
        count -= piece;
        if (count == 0)
            end -= after_length;
        sink_advance(to, (size_t)(end - start));
    }
}

// ----

static void print_each(struct sink *to, const struct type *type, const unsigned char *bytes,
                       uint64_t count, const char *after, const struct style *style)
{
    for (uint64_t i = 0; i < count && sink_ok(to); i++) {
        if (i > 0)
            sink_text(to, after);
        element_print(to, type, bytes + i * type->size, style);
    }
}

void elements_print(struct sink *to, const struct type *type, const unsigned char *bytes,
                    uint64_t count, const char *after, const struct style *style)
{
    struct run run = {.type = type, .style = style, .after_length = strlen(after)};
    struct table table;

    if (run.after_length > RUN_AFTER || type->kind != TYPE_SCALAR) {
        print_each(to, type, bytes, count, after, style);
        return;
    }
    run.swapped = type_swapped(type);
    memcpy(run.after, after, run.after_length);
    if (type->size == 1 && count >= TABLE_LEAST &&
        (make_table(&table, 8, &run) || make_table(&table, TABLE_ROW, &run)))
        print_by_table(to, &table, bytes, count, run.after_length);
    else if (type_is_number(type))
        print_numbers(to, &run, bytes, count);
    else
        print_each(to, type, bytes, count, after, style);
}

// ---- columns

// The columns that UTF-8 text takes: its code points.
static size_t columns(const char *text, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

static void print_padded(struct sink *to, const char *text, size_t n, size_t width)
{
    size_t used = columns(text, n);

    sink_repeat(to, ' ', used < width ? width - used : 0);
    sink_write(to, text, n);
}

// Numbers, by stores of constant size: more blanks and more text than count.
static void print_aligned_numbers(struct sink *to, const struct type *type,
                                  const unsigned char *bytes, uint64_t count, size_t width,
                                  const struct style *style)
{
    const struct run run = {.type = type, .style = style, .swapped = type_swapped(type)};
    run_printer *print = type->kind == TYPE_SCALAR ? choose(type, style) : run_any;
    char text[RUN_ROOM];

    for (uint64_t i = 0; i < count && sink_ok(to); i++) {
        uint64_t one = 1;
        size_t n = (size_t)(print(&run, text, text, &bytes, &one) - text);
        size_t blanks = (i > 0) + (n < width ? width - n : 0);
        char *at = sink_reserve(to, 2 * SCALAR_TEXT);

        if (blanks <= ALIGNED_STORE && n <= ALIGNED_STORE) {
            memset(at, ' ', ALIGNED_STORE);
            memcpy(at + blanks, text, ALIGNED_STORE);
        } else {
            memset(at, ' ', blanks);
            memcpy(at + blanks, text, n);
        }
        sink_advance(to, blanks + n);
    }
}

void elements_print_aligned(struct sink *to, const struct type *type, const unsigned char *bytes,
                            uint64_t count, size_t width, const struct style *style)
{
    struct sink text;

    if (type_is_number(type) && type->kind != TYPE_ENUM && type->kind != TYPE_BITS) {
        print_aligned_numbers(to, type, bytes, count, width, style);
        return;
    }
    sink_open(&text, -1);
    for (uint64_t i = 0; i < count && sink_ok(to); i++) {
        text.used = 0;
        element_print(&text, type, bytes + i * type->size, style);
        if (i > 0)
            sink_byte(to, ' ');
        if (!sink_ok(&text))
            sink_fail(to, text.failed);
        else
            print_padded(to, text.text, text.used, width);
    }
    sink_close(&text);
}

bool element_align_texts(struct aligned_texts *to, const struct type *type, size_t width,
                         const struct style *style)
{
    struct sink text;
    bool good = type->size == 1 && type->kind == TYPE_SCALAR && width > 0 && width < ALIGNED_ROOM;

    to->length = width + 1;
    sink_open(&text, -1);
    for (unsigned i = 0; good && i <= UINT8_MAX; i++) {
        unsigned char byte = (unsigned char)i;

        text.used = 0;
        sink_byte(&text, ' ');
        elements_print_aligned(&text, type, &byte, 1, width, style);
        good = sink_ok(&text) && text.used == to->length;
        if (good)
            memcpy(to->texts[i], text.text, to->length);
    }
    sink_close(&text);
    return good;
}

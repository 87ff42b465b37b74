// Slices: the grammar with the place of each fault, and Python's rules for what a slice means.
#include "types.h"
#include "unit.h"
#include "views/slice.h"

#include <stdlib.h>
#include <string.h>

static struct error error;
static struct view bytes, cube, records;

static bool matches(const struct view *view, const char *expected)
{
    struct sink sink;

    sink_open(&sink, -1);
    sink_printf(&sink, "%llu [", (unsigned long long)view->offset);
    view_print_shape(&sink, view, ",");
    sink_text(&sink, "] [");
    view_print_strides(&sink, view, ",");
    sink_text(&sink, "]");
    sink_byte(&sink, '\0');
    bool same = strcmp(sink.text, expected) == 0;
    if (!same)
        printf("# got %s\n", sink.text);
    sink_close(&sink);
    return same;
}

// What a slice of a view is: its offset, shape and strides.
static bool gives(const struct view *view, const char *text, const char *expected)
{
    struct cursor cursor = cursor_of(text);
    struct view out;

    error = (struct error){0};
    struct slice *slice = slice_read(&cursor, &error);
    if (slice == NULL || !slice_apply(slice, view, &out, &error)) {
        printf("# %s: %s\n", text, error.message);
        slice_free(slice);
        return false;
    }
    bool good = matches(&out, expected);
    view_drop(&out);
    slice_free(slice);
    return good;
}

// That it is refused: at that byte of the text, so many bytes long, with that in the message.
static bool fails(const struct view *view, const char *text, int status, size_t start,
                  size_t length, const char *message)
{
    struct cursor cursor = cursor_of(text);
    struct view out;

    error = (struct error){0};
    struct slice *slice = slice_read(&cursor, &error);
    if (slice != NULL && slice_apply(slice, view, &out, &error)) {
        view_drop(&out);
        slice_free(slice);
        printf("# %s is taken\n", text);
        return false;
    }
    slice_free(slice);
    if (error.status == status && error.start == start && error.length == length &&
        strstr(error.message, message) != NULL)
        return true;
    printf("# %s: status %d at %zu+%zu: %s\n", text, error.status, error.start, error.length,
           error.message);
    return false;
}

static void test_grammar(void)
{
    UNIT("blanks may stand anywhere between", gives(&bytes, " 1 : 7 : 2 ", "1 [3] [2]"));
    UNIT("a pair of brackets changes nothing", gives(&bytes, "[1:7:2]", "1 [3] [2]"));
    UNIT("a comma at the end changes nothing", gives(&bytes, "1:3,", "1 [2] [1]"));
    UNIT("numbers may be hexadecimal", gives(&bytes, "0x2:0x8:0x2", "2 [3] [2]"));
    UNIT("numbers may have units", gives(&bytes, ":1k", "0 [10] [1]"));
    UNIT("nothing is no slice", fails(&bytes, "", 2, 0, 0, "missing"));
    UNIT("a word is no slice", fails(&bytes, "x", 2, 0, 1, "not an index"));
    UNIT("a stop that is no number", fails(&bytes, "1:x", 2, 2, 1, "not a part of a slice"));
    UNIT("a step of zero", fails(&bytes, "1:9:0", 2, 4, 1, "step is zero"));
    UNIT("a negative step of zero", fails(&bytes, "::-0", 2, 2, 2, "step is zero"));
    UNIT("a fourth number", fails(&bytes, "1:2:3:4", 2, 5, 1, "not a part"));
    UNIT("two commas", fails(&bytes, "1,,2", 2, 2, 1, "not an index"));
    UNIT("a bracket that is not closed", fails(&bytes, "[1", 2, 2, 0, "`]` is missing"));
    UNIT("a bracket that was not opened", fails(&bytes, "1]", 2, 1, 1, "not a part"));
    UNIT("a field without a name", fails(&bytes, "1.", 2, 2, 0, "name is missing"));
    UNIT("two ellipses", fails(&bytes, "...,...", 2, 4, 3, "only one"));
    UNIT("items behind items", fails(&bytes, "1 2", 2, 2, 1, "not a part"));
    UNIT("two dots", fails(&bytes, "..", 2, 0, 1, "not an index"));
}

// A text of n times that unit is refused with that message.
static bool too_long(const char *unit, int n, const char *message)
{
    struct bytes text = {0};

    error = (struct error){0};
    for (int i = 0; i < n; i++)
        bytes_append(&text, unit, strlen(unit), &error);
    struct cursor cursor = cursor_over((const char *)text.bytes, text.used);
    bool refused = slice_read(&cursor, &error) == NULL && error.status == STATUS_USAGE &&
                   strstr(error.message, message) != NULL;
    free(text.bytes);
    return refused;
}

static void test_limits(void)
{
    UNIT("a thousand and more parts are refused", too_long(".a", 1025, "more than 1024 parts"));
    UNIT("more items than a view has dimensions are refused", too_long("0,", 100, "more than"));
}

static void test_ranges(void)
{
    UNIT("all", gives(&bytes, ":", "0 [10] [1]"));
    UNIT("bounds clamp", gives(&bytes, "-100:100", "0 [10] [1]"));
    UNIT("bounds beyond 64 bits clamp",
         gives(&bytes, "-99999999999999999999999:99999999999999999999999", "0 [10] [1]"));
    UNIT("backwards from the end", gives(&bytes, "::-1", "9 [10] [-1]"));
    UNIT("backwards to a stop", gives(&bytes, "8:2:-2", "8 [3] [-2]"));
    UNIT("backwards from beyond the end", gives(&bytes, "100::-3", "9 [4] [-3]"));
    UNIT("backwards from before the start", gives(&bytes, "-100::-1", "0 [0] [-1]"));
    UNIT("an empty slice lies where it starts", gives(&bytes, "4:2", "4 [0] [1]"));
    UNIT("one at the end lies at the end", gives(&bytes, "100:", "10 [0] [1]"));
    UNIT("a step larger than all",
         gives(&bytes, "::9223372036854775807", "0 [1] [9223372036854775807]"));
    UNIT("a step beyond 64 bits",
         gives(&bytes, "::-99999999999999999999", "9 [1] [-9223372036854775807]"));
    UNIT("a count", gives(&bytes, "7:+2", "7 [2] [1]"));
    UNIT("a count clamps", gives(&bytes, "7:+9", "7 [3] [1]"));
    UNIT("a count of steps", gives(&bytes, "1:+3:3", "1 [3] [3]"));
    UNIT("a count backwards", gives(&bytes, "8:+3:-2", "8 [3] [-2]"));
}

static void test_indices(void)
{
    UNIT("an index drops its dimension", gives(&bytes, "3", "3 [] []"));
    UNIT("from the end", gives(&bytes, "-10", "0 [] []"));
    UNIT("out of bounds", fails(&bytes, "10", 1, 0, 2, "out of bounds on dimension 1"));
    UNIT("out of bounds before the start", fails(&bytes, "-11", 1, 0, 3, "out of bounds"));
    UNIT("out of any bounds", fails(&bytes, "99999999999999999999", 1, 0, 20, "out of bounds"));
    UNIT("the second of two is out", fails(&cube, "0,3", 1, 2, 1, "out of bounds on dimension"));
    UNIT("more of them than dimensions",
         fails(&bytes, "0,0", 1, 0, 3, "cannot index 1-dimension view with 2-element tuple"));
}

static void test_dimensions(void)
{
    UNIT("an index of the first", gives(&cube, "1", "12 [3,4] [4,1]"));
    UNIT("of all", gives(&cube, "1,2,3", "23 [] []"));
    UNIT("a mix", gives(&cube, "::-1,1,::2", "16 [2,2] [-12,2]"));
    UNIT("an ellipsis stands for the rest", gives(&cube, "...,1", "1 [2,3] [12,4]"));
    UNIT("between two", gives(&cube, "1,...,1", "13 [3] [4]"));
    UNIT("for none", gives(&cube, "1,1,...,1", "17 [] []"));
    UNIT("alone", gives(&cube, "...", "0 [2,3,4] [12,4,1]"));
    UNIT("brackets one behind the other index what is left", gives(&cube, "[1][2][3]", "23 [] []"));
    UNIT("a range keeps its dimension for the next bracket",
         gives(&cube, "[0:2][1]", "12 [3,4] [4,1]"));
}

static void test_fields(void)
{
    UNIT("a field of every record", gives(&records, ".n", "4 [2] [16]"));
    UNIT("of one record", gives(&records, "1.n", "20 [] []"));
    UNIT("with its own dimensions", gives(&records, ".s", "8 [2,3] [16,2]"));
    UNIT("an index behind it is its own", gives(&records, ".s[1]", "10 [2] [16]"));
    UNIT("a slice behind it too", gives(&records, "::-1.s[::2]", "24 [2,2] [-16,4]"));
    UNIT("a field that is not there", fails(&records, ".x", 1, 0, 2, "no such field"));
    UNIT("a near one is offered",
         fails(&records, "0.nn", 1, 1, 3, "no such field") && strstr(error.hint, ".n") != NULL);
    UNIT("a byte has none", fails(&bytes, ".x", 1, 0, 2, "a byte has no fields"));
    UNIT("a field has no more dimensions than it has",
         fails(&records, ".n[0]", 1, 2, 3, "the field before it has no dimensions") &&
             fails(&records, ".s[0,1]", 1, 2, 5, "cannot index"));
}

int main(void)
{
    struct store *store = store_memory("bytes", 32, &error);
    const struct type *record = type_of("struct {char c; int n; short s[3];}");

    if (store == NULL || record == NULL)
        return 1;
    view_of_elements(&bytes, store, type_bytes(), 0, 10);
    view_of_elements(&cube, store, type_bytes(), 0, 24);
    view_reshape(&cube, &cube, 3, (int64_t[]){2, 3, 4}, 'C', &error);
    view_of_elements(&records, store, record, 0, 2);
    store_unref(store);
    test_grammar();
    test_limits();
    test_ranges();
    test_indices();
    test_dimensions();
    test_fields();
    view_drop(&bytes);
    view_drop(&cube);
    view_drop(&records);
    type_unref(record);
    return unit_end();
}

// Forms: whole texts of views over memory.
#include "forms/form.h"
#include "types/spelling.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct type *type_of(const char *text)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    const struct type *type = NULL;

    if (strcmp(text, "bytes") == 0)
        return type_ref(type_bytes());
    if (!type_read(&cursor, NULL, &type, &error))
        printf("# %s: %s\n", text, error.message);
    return type;
}

// A view of bytes as elements of a type; dropped by its user.
static struct view view_of(const char *type_text, const void *bytes, size_t n)
{
    struct error error = {0};
    struct store *store = store_copy("memory", bytes, n, &error);
    const struct type *type = type_of(type_text);
    struct view view;

    view_of_elements(&view, store, type, 0, n / type->size);
    store_unref(store);
    type_unref(type);
    return view;
}

// Drops the view.
static bool writes_view(const char *form, struct view *view, const struct form_options *options,
                        const char *expected)
{
    struct error error = {0};
    struct sink sink;

    sink_open(&sink, -1);
    bool good = form_find(form)->write(&sink, view, options, &error);
    bool same = good && sink.used == strlen(expected) &&
                (sink.used == 0 || memcmp(sink.text, expected, sink.used) == 0);
    if (!same)
        printf("# got: %s\n%.*s", error.message, (int)sink.used, sink.used ? sink.text : "");
    sink_close(&sink);
    view_drop(view);
    return same;
}

static bool writes(const char *form, const char *type, const void *bytes, size_t n,
                   const char *expected)
{
    struct view view = view_of(type, bytes, n);

    return writes_view(form, &view, &(struct form_options){.radix = 10}, expected);
}

// Shape and strides by hand.
static struct view shaped(const char *type, const void *bytes, size_t n, int ndim,
                          const uint64_t *shape, const int64_t *strides, uint64_t offset)
{
    struct view view = view_of(type, bytes, n);

    view.ndim = ndim;
    view.offset = offset;
    for (int d = 0; d < ndim; d++) {
        view.shape[d] = shape[d];
        view.strides[d] = strides[d];
    }
    return view;
}

static const char text[] = "The quick brown fox jumps\n";
static const unsigned char zeroes[100];
static const struct form_options plain = {.radix = 10};

static void test_bytes(void)
{
    UNIT("bytes are dumped as hexdump -C does",
         writes("dump", "bytes", text, 26,
                "00000000  54 68 65 20 71 75 69 63  6b 20 62 72 6f 77 6e 20  |The quick brown |\n"
                "00000010  66 6f 78 20 6a 75 6d 70  73 0a                    |fox jumps.|\n"
                "0000001a\n"));
    UNIT("repeated rows are squeezed, a short one is not",
         writes("dump", "bytes", zeroes, 52,
                "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
                "*\n"
                "00000030  00 00 00 00                                       |....|\n"
                "00000034\n"));
    UNIT("nothing at offset 0 is nothing", writes("dump", "bytes", "", 0, ""));
    struct view view = shaped("bytes", text, 26, 1, (uint64_t[]){0}, (int64_t[]){1}, 26);
    UNIT("nothing elsewhere is its offset", writes_view("dump", &view, &plain, "0000001a\n"));
    view = view_of("bytes", text, 10);
    UNIT("a row may have any width",
         writes_view("dump", &view, &(struct form_options){.width = 10},
                     "00000000  54 68 65 20 71 75 69 63  6b 20  |The quick |\n0000000a\n"));
    view = view_of("bytes", zeroes, 20);
    UNIT("-v squeezes nothing",
         writes_view("dump", &view, &(struct form_options){.width = 4, .verbose = true},
                     "00000000  00 00 00 00  |....|\n00000004  00 00 00 00  |....|\n"
                     "00000008  00 00 00 00  |....|\n0000000c  00 00 00 00  |....|\n"
                     "00000010  00 00 00 00  |....|\n00000014\n"));
    view = shaped("bytes", text, 26, 1, (uint64_t[]){13}, (int64_t[]){-2}, 25);
    UNIT("a strided row's offset is its first element's",
         writes_view("dump", &view, &(struct form_options){.width = 8},
                     "00000019  0a 70 75 20 6f 20 77 72  |.pu o wr|\n"
                     "00000009  20 63 75 20 68           | cu h|\n00000002\n"));
    UNIT("xxd is xxd",
         writes("xxd", "bytes", text, 26,
                "00000000: 5468 6520 7175 6963 6b20 6272 6f77 6e20  The quick brown \n"
                "00000010: 666f 7820 6a75 6d70 730a                 fox jumps.\n"));
    UNIT("hex is one line", writes("hex", "bytes", "\1\xff", 2, "01ff\n"));
    UNIT("no bytes are an empty line of hex", writes("hex", "bytes", "", 0, "\n"));
    UNIT("raw is the bytes", writes("raw", "<H", "abcd", 4, "abcd"));
}

static void test_elements(void)
{
    UNIT("elements stand in columns of their width",
         writes("dump", "<i", "\1\0\0\0\377\377\377\377\0\0\0\200\0\0\0\0\7\0\0\0", 20,
                "00000000            1          -1 -2147483648           0\n"
                "00000010            7\n00000014\n"));
    UNIT("repeated rows of elements are squeezed",
         writes("dump", "u64", zeroes, 48,
                "00000000                     0                    0\n*\n00000030\n"));
    UNIT("u8 is decimal", writes("dump", "u8", "\1\2\377", 3, "00000000    1   2 255\n00000003\n"));
    UNIT("a record stands on a line of its own",
         writes("dump", "<BH", "\1\2\0\3\4\0", 6,
                "00000000  {.f0 = 1, .f1 = 2}\n00000003  {.f0 = 3, .f1 = 4}\n00000006\n"));
    struct view view = shaped("u8", "\1\2\3\4\5\6", 6, 2, (uint64_t[]){2, 3}, (int64_t[]){3, 1}, 0);
    UNIT("a row never crosses the last dimension",
         writes_view("dump", &view, &plain,
                     "00000000    1   2   3\n00000003    4   5   6\n"
                     "00000006\n"));
    view = shaped("u8", "\1\2\3\4\5\6", 6, 2, (uint64_t[]){3, 2}, (int64_t[]){1, 3}, 0);
    UNIT("with strides the end is the last element's",
         writes_view("dump", &view, &plain,
                     "00000000    1   4\n00000001    2   5\n"
                     "00000002    3   6\n00000006\n"));
    UNIT("values stand one a line", writes("values", "<h", "\1\0\377\377", 4, "1\n-1\n"));
    UNIT("nothing is no value", writes("values", "<h", "", 0, ""));
    view = view_of("<h", "\1\0\377\377", 4);
    UNIT("--radix is the base of values",
         writes_view("values", &view, &(struct form_options){.radix = 16}, "0x1\n-0x1\n"));
}

static void test_lists(void)
{
    UNIT("a list is Python's", writes("list", "<h", "\1\0\377\377", 4, "[1, -1]\n"));
    UNIT("an empty list is []", writes("list", "<h", "", 0, "[]\n"));
    struct view view =
        shaped("u8", "\1\2\3\4\5\6", 6, 3, (uint64_t[]){2, 1, 3}, (int64_t[]){3, 3, 1}, 0);
    UNIT("dimensions nest", writes_view("list", &view, &plain, "[[[1, 2, 3]], [[4, 5, 6]]]\n"));
    view = shaped("u8", "\1", 1, 3, (uint64_t[]){2, 0, 3}, (int64_t[]){3, 3, 1}, 0);
    UNIT("a dimension without elements nests too",
         writes_view("list", &view, &plain, "[[], []]\n"));
    view = shaped("u8", "\5", 1, 0, NULL, NULL, 0);
    UNIT("no dimension is the value", writes_view("list", &view, &plain, "5\n"));
    UNIT("JSON says what the view is",
         writes("json", "<h", "\1\0\377\377", 4,
                "{\"format\": \"<h\", \"type\": \"<short\", \"itemsize\": 2, \"ndim\": 1, "
                "\"shape\": [2], \"strides\": [2], \"nbytes\": 4, \"readonly\": false, "
                "\"offset\": 0, \"values\": [1, -1]}\n"));
}

static void test_bits(void)
{
    UNIT("integers have their bits", writes("bits", "<h", "\5\0", 2, "00000000 00000101  5\n"));
    UNIT("floats are split",
         writes("bits", "f16be", "\x3e\0\x80\1\x7c\0", 6,
                "0 01111 1000000000  1.5  normal  exponent 15-15=0  exact 1.5\n"
                "1 00000 0000000001  -6e-08  subnormal  exponent 1-15=-14  exact "
                "-5.9604644775390625e-08\n"
                "0 11111 0000000000  inf  infinite\n"));
    UNIT("records are split into fields",
         writes("bits", "<T{B:a:(2)B:b:}", "\1\2\3", 3,
                ".a  00000001  1\n.b[0]  00000010  2\n.b[1]  00000011  3\n"));
}

static void test_color(void)
{
    const struct form_options color = {.color = true, .radix = 10};
    struct view view = view_of("bytes", "a\0\xff", 3);

    UNIT("bytes are coloured by class",
         writes_view("dump", &view, &color,
                     "00000000  \033[36m61 \033[90m00 \033[33mff\033[0m"
                     "                                          "
                     "|\033[36ma\033[90m.\033[33m.\033[0m|\n00000003\n"));
    view = view_of("<BB", "\1\2", 2);
    UNIT(
        "fields are coloured in turn",
        writes_view("values", &view, &color, "{\033[36m.f0 = 1\033[0m, \033[33m.f1 = 2\033[0m}\n"));
    view = view_of("bytes", "\1\2\3\4", 4);
    const struct type *record = type_of("<BB");
    UNIT("bytes of records are coloured by field",
         writes_view("xxd", &view,
                     &(struct form_options){.color = true, .record = record, .width = 4},
                     "00000000: \033[36m01\033[33m02 \033[36m03\033[33m04\033[0m  "
                     "\033[36m.\033[33m.\033[36m.\033[33m.\033[0m\n"));
    type_unref(record);
}

static void test_table(void)
{
    struct view view = view_of("bytes", text, 26);
    struct error error = {0};
    struct sink sink;

    UNIT("an unknown form is none", form_find("nothing") == NULL);
    sink_open(&sink, -1);
    UNIT("a row that is too wide is refused",
         !form_dump(&sink, &view, &(struct form_options){.width = FORM_WIDTH + 1}, &error) &&
             error.status == STATUS_USAGE);
    for (const struct form *form = forms; form->name != NULL; form++) {
        error_clear(&error);
        UNIT("every form writes bytes", form->write(&sink, &view, &plain, &error));
    }
    sink_close(&sink);
    view_drop(&view);
}

int main(void)
{
    test_bytes();
    test_elements();
    test_lists();
    test_bits();
    test_color();
    test_table();
    return unit_end();
}

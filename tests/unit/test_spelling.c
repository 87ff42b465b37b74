#include "types/spelling.h"
#include "unit.h"

#include <string.h>

static struct error error;

static const struct type *read(const char *text)
{
    const struct type *type = NULL;
    struct cursor cursor = cursor_of(text);

    error_clear(&error);
    return type_read(&cursor, NULL, &type, &error) ? type : NULL;
}

static bool is(const char *text, const char *expected, uint64_t size)
{
    const struct type *type = read(text);
    struct sink sink;

    if (type == NULL) {
        printf("# %s: %s\n", text, error.message);
        return false;
    }
    sink_open(&sink, -1);
    type_short(&sink, type);
    bool answer = type->size == size && sink.used == strlen(expected) &&
                  memcmp(sink.text, expected, sink.used) == 0;
    if (!answer)
        printf("# %s is %.*s\n", text, (int)sink.used, sink.text);
    sink_close(&sink);
    type_unref(type);
    return answer;
}

static bool suggests(const char *text, const char *hint)
{
    const struct type *type = read(text);
    bool answer = type == NULL && error.status == STATUS_USAGE && strcmp(error.hint, hint) == 0;

    if (!answer)
        printf("# %s: %s (%s)\n", text, error.message, error.hint);
    type_unref(type);
    return answer;
}

static bool refuses(const char *text, size_t start, size_t length)
{
    const struct type *type = read(text);
    bool answer = type == NULL && error.status == STATUS_USAGE && error.start == start &&
                  error.length == length;

    if (!answer)
        printf("# %s: %s at %zu:%zu\n", text, error.message, error.start, error.length);
    type_unref(type);
    return answer;
}

int main(void)
{
    UNIT("a short name is a machine type",
         is("i32", "i32", 4) && is("f80", "f80", sizeof(long double)));
    UNIT("a byte order stands behind or in front",
         is("u16be", "u16be", 2) && is("<f64", "f64le", 8) && is("=u8", "u8", 1));
    UNIT("one byte takes an order without meaning", is("u8be", "u8", 1));
    UNIT("a short name has dimensions as C has", is("u16be[2][3]", ">uint16_t[2][3]", 12));
    UNIT("C words are C", is("double", "f64", 8) &&
                              is("unsigned long", sizeof(long) == 8 ? "u64" : "u32", sizeof(long)));
    UNIT("C behind a byte order is C", is(">unsigned short", "u16be", 2));
    UNIT("standard typedefs are C", is("int32_t", "i32", 4) && is("wchar_t[2]", "wchar_t[2]", 8));
    UNIT("all else is a format",
         is("d", "f64", 8) && is(">H", "u16be", 2) && is("(2)d", "double[2]", 16));
    UNIT("blanks around do not count", is("  i32 ", "i32", 4) && is(" <i ", "i32le", 4));
    UNIT("bytes are a type", is("bytes", "bytes", 1));
    UNIT("an empty type is refused", refuses("", 0, 0) && refuses("  ", 0, 2));
    UNIT("a near name is suggested", suggests("uint8", "did you mean uint8_t?") &&
                                         suggests("int23", "did you mean int32_t?") &&
                                         suggests("duoble", "did you mean double?") &&
                                         suggests("strcut S {int a;}", "did you mean struct?"));
    UNIT("the place of an unknown type is its name",
         refuses("int23", 0, 5) && refuses("<uint8 *", 1, 5));
    UNIT("what is not known may be declared elsewhere",
         suggests("Elf64_Ehdr", "--types FILE makes the types of a C header or an ELF file known"));
    UNIT("a wrong format is told at its code", refuses("ihy", 2, 1));
    UNIT("a format's prefix is none of C's", refuses("!int", 0, 1));
    UNIT("two byte orders are refused", refuses("<u16be", 0, 6) && refuses(">u16be[2]", 0, 9));
    return unit_end();
}

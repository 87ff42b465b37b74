// Elements compared by value, and looked for among many.
#include "types.h"
#include "unit.h"
#include "views/literal.h"

#include <stdlib.h>
#include <string.h>

static bool equal(const char *a, const void *x, const char *b, const void *y)
{
    const struct type *left = type_of(a), *right = type_of(b);
    bool answer = element_equal(left, x, right, y) && element_equal(right, y, left, x);

    type_unref(left);
    type_unref(right);
    return answer;
}

static void test_equality(void)
{
    UNIT("integers and floats are equal by value",
         equal("i32le", "\1\0\0\0", "f64be", "\x3f\xf0\0\0\0\0\0\0"));
    UNIT("2^53 + 1 is not 2^53 as a double",
         !equal("i64be", "\0\x20\0\0\0\0\0\1", "f64be", "\x43\x40\0\0\0\0\0\0"));
    UNIT("0.1 as f32 is not 0.1 as f64",
         !equal("f32be", "\x3d\xcc\xcc\xcd", "f64be", "\x3f\xb9\x99\x99\x99\x99\x99\x9a"));
    UNIT("nan is not itself", !equal("f32be", "\x7f\xc0\0\0", "f32be", "\x7f\xc0\0\0"));
    UNIT("-0.0 is 0", equal("f32be", "\x80\0\0\0", "u8", "\0"));
    UNIT("infinities are equal across formats", equal("f16be", "\x7c\0", "f32be", "\x7f\x80\0\0"));
    UNIT("true is 1", equal("bool", "\2", "u8", "\1"));
    UNIT("a character is not its number", !equal("c", "a", "u8", "a"));
    UNIT("a complex without imaginary part is its real part",
         equal(">Zf", "\x3f\x80\0\0\0\0\0\0", "u8", "\1"));
    UNIT("records are equal member by member", equal("<BH", "\1\2\0", ">HB", "\0\1\2"));
    UNIT("f80 is exact", equal("f80le", "\0\0\0\0\0\0\0\x80\xff\x3f\0\0\0\0\0\0", "u8", "\1"));
}

// The searches of many elements agree with the comparison of two, at any alignment.
static bool searches_agree(const char *text)
{
    enum { COUNT = 9000 };
    static unsigned char bytes[1 + 16 * COUNT];
    const struct type *type = type_of(text);
    bool good = true;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 20) % 5 == 0 ? 0x80 : 0;
    for (uint64_t length = 0; length <= COUNT; length = 3 * length + 1)
        for (uint64_t pick = 0; pick < length; pick += 1 + length / 3) {
            const unsigned char *value = bytes + 1 + pick * type->size;
            uint64_t found = 0, first = length;

            for (uint64_t i = length; i-- > 0;)
                if (element_equal(type, bytes + 1 + i * type->size, type, value)) {
                    found++;
                    first = i;
                }
            good = good && elements_count(type, bytes + 1, length, value) == found &&
                   elements_index(type, bytes + 1, length, value) == first;
        }
    type_unref(type);
    return good;
}

// So do comparisons of many: with zeroes of both signs, NaN and infinity among them.
static bool comparisons_agree(const char *text, const char *values)
{
    enum { COUNT = 9000 };
    const struct type *type = type_of(text);
    struct cursor cursor = cursor_of(values);
    struct bytes few = {0}, left = {0}, right = {0};
    struct error error = {0};
    uint64_t count = 0;
    bool good = literal_read(&cursor, type, NULL, &few, &count, &error);

    for (size_t i = 0; good && i < COUNT; i++)
        good = bytes_append(&left, few.bytes, type->size, &error) &&
               bytes_append(&right, few.bytes, type->size, &error);
    for (uint64_t k = 0; good && k < count * count; k++) {
        size_t at = (size_t)(k * 1237 % COUNT) * type->size;
        const unsigned char *x = few.bytes + k % count * type->size,
                            *y = few.bytes + k / count * type->size;

        memcpy(left.bytes + at, x, type->size);
        memcpy(right.bytes + at, y, type->size);
        good = elements_equal(type, left.bytes, type, right.bytes, COUNT) ==
               element_equal(type, x, type, y);
        memcpy(left.bytes + at, few.bytes, type->size);
        memcpy(right.bytes + at, few.bytes, type->size);
    }
    free(few.bytes);
    free(left.bytes);
    free(right.bytes);
    type_unref(type);
    return good;
}

static void test_search(void)
{
    static const char *const searched[] = {"u8",  "bool",   "i16", "u32be", "f32", "f64be",
                                           "f16", "char *", "i64", "u128",  "f80", "char[3]"};
    static const char *const floats[] = {"f16", "bf16", "f32", "f64", "f32be", "f80", "f128"};
    bool good = true;

    for (size_t i = 0; i < sizeof searched / sizeof *searched; i++)
        good = good && searches_agree(searched[i]);
    UNIT("a search of many finds what a comparison of two does", good);
    good = true;
    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
        good = good && comparisons_agree(floats[i], "1 0 -0.0 nan inf -inf -1 2 5e-5");
    UNIT("floats are compared many at once as one by one",
         good && comparisons_agree("i32be", "1 0 -1 2") && comparisons_agree("bool", "1 0"));
}

int main(void)
{
    test_equality();
    test_search();
    return unit_end();
}

// Integers and sizes: read strictly, kept in 128 bits, printed in four radices.
#include "base/integer.h"

#include "unit.h"

#include <inttypes.h>
#include <string.h>

static const struct integer none = {.negative = true, .high = 77, .low = 77};

// Reads a whole text; what is left of it goes to *rest.
static struct integer read(const char *text, const char **rest, struct error *error)
{
    struct cursor cursor = cursor_of(text);
    struct integer value = none;

    error_clear(error);
    integer_read(&cursor, &value, error);
    *rest = cursor.at;
    return value;
}

static bool reads(const char *text, bool negative, uint64_t high, uint64_t low, const char *left)
{
    struct error error = {0};
    const char *rest;
    struct integer value = read(text, &rest, &error);

    return error.status == STATUS_OK && value.negative == negative && value.high == high &&
           value.low == low && strcmp(rest, left) == 0;
}

static bool refuses(const char *text, size_t start, size_t length, const char *message)
{
    struct error error = {0};
    const char *rest;
    struct integer value = read(text, &rest, &error);

    return error.status == STATUS_USAGE && strcmp(error.message, message) == 0 &&
           error.start == start && error.length == length && rest == text &&
           integer_compare(value, none) == 0;
}

static void test_reading(void)
{
    UNIT("a decimal is read", reads("42", false, 0, 42, ""));
    UNIT("a leading zero is decimal", reads("010", false, 0, 10, ""));
    UNIT("signs are read", reads("-7", true, 0, 7, "") && reads("+5", false, 0, 5, ""));
    UNIT("minus zero is zero", reads("-0", false, 0, 0, ""));
    UNIT("0x, 0o and 0b are read in any case",
         reads("0xFf", false, 0, 255, "") && reads("0O17", false, 0, 15, "") &&
             reads("0b101", false, 0, 5, "") && reads("-0X10", true, 0, 16, ""));
    UNIT("characters are their values",
         reads("'a'", false, 0, 97, "") && reads("'\\n'", false, 0, 10, "") &&
             reads("'\\xff'", false, 0, 255, "") && reads("'é'", false, 0, 0xe9, ""));
    UNIT("just the number is passed",
         reads("12,13", false, 0, 12, ",13") && reads("12abc", false, 0, 12, "abc") &&
             reads("123456789abcdefgh", false, 0, 123456789, "abcdefgh"));
    UNIT("19 and 20 digits are read",
         reads("9999999999999999999", false, 0, 9999999999999999999U, "") &&
             reads("18446744073709551615", false, 0, UINT64_MAX, "") &&
             reads("18446744073709551616", false, 1, 0, ""));
    UNIT("128 bits are read",
         reads("340282366920938463463374607431768211455", false, UINT64_MAX, UINT64_MAX, "") &&
             reads("0xffffffffffffffffffffffffffffffff", false, UINT64_MAX, UINT64_MAX, ""));
    UNIT("leading zeros do not count",
         reads("0000000000000000000000000000000000000000000000000000001", false, 0, 1, ""));
}

// True for what is read whole, is beyond 128 bits, and lies where no integer lies.
static bool is_beyond(const char *text, bool negative)
{
    struct error error = {0};
    struct integer low, high;
    const char *rest;
    struct integer value = read(text, &rest, &error);
    uint64_t word;

    integer_limits(128, negative, &low, &high);
    return error.status == STATUS_OK && *rest == '\0' && value.beyond &&
           value.negative == negative && !integer_fits(value, 128, negative) &&
           !integer_to_u64(value, &word) && integer_compare(value, value) == 0 &&
           (negative ? integer_compare(value, low) < 0 : integer_compare(value, high) > 0);
}

static void test_beyond(void)
{
    UNIT("what 128 bits do not hold is read, and larger than what they hold",
         is_beyond("340282366920938463463374607431768211456", false) &&
             is_beyond("-340282366920938463463374607431768211456", true) &&
             is_beyond("0x100000000000000000000000000000000", false) &&
             is_beyond("99999999999999999999999999999999999999999999999999", false));
    UNIT("a digit that is none is refused there as well",
         refuses("0o7777777777777777777777777777777777777777777778", 47, 1,
                 "8 is no digit of a number in base 8"));
}

static void test_refusals(void)
{
    UNIT("a word is no integer", refuses("abc,1", 0, 3, "abc is not an integer"));
    UNIT("nothing is no integer", refuses("", 0, 0, "a number is missing"));
    UNIT("a blank is no integer", refuses(" 1", 0, 1, "a number is missing"));
    UNIT("a sign is no integer", refuses("-", 0, 1, "- is not an integer"));
    UNIT("a prefix is no integer", refuses("0x", 0, 2, "0x is not an integer"));
    UNIT("a digit too high is refused at its place",
         refuses("0b102", 4, 1, "2 is no digit of a number in base 2"));
    UNIT("a character must be one",
         refuses("'ab'", 0, 4, "a character constant holds one character") &&
             refuses("''", 0, 2, "a character constant holds one character"));
    UNIT("a character must end", refuses("'a", 0, 2, "' has no closing '"));
}

static bool fits(const char *text, unsigned bits, bool is_signed)
{
    struct error error = {0};
    const char *rest;

    return integer_fits(read(text, &rest, &error), bits, is_signed);
}

static void test_limits(void)
{
    struct integer low, high;
    int64_t word;

    UNIT("255 fits in u8, 256 and -1 do not",
         fits("255", 8, false) && !fits("256", 8, false) && !fits("-1", 8, false));
    UNIT("-128 to 127 fit in i8", fits("-128", 8, true) && fits("127", 8, true) &&
                                      !fits("-129", 8, true) && !fits("128", 8, true));
    UNIT("one bit holds 0 and 1, or -1 and 0",
         fits("1", 1, false) && !fits("2", 1, false) && fits("-1", 1, true) && !fits("1", 1, true));
    UNIT("the limits of 64 and 65 bits",
         fits("18446744073709551615", 64, false) && !fits("18446744073709551616", 64, false) &&
             fits("-9223372036854775808", 64, true) && !fits("9223372036854775808", 64, true) &&
             fits("9223372036854775808", 65, true));
    UNIT("the limits of 128 bits", fits("-0x80000000000000000000000000000000", 128, true) &&
                                       !fits("0x80000000000000000000000000000000", 128, true) &&
                                       fits("0xffffffffffffffffffffffffffffffff", 128, false));
    integer_limits(32, true, &low, &high);
    UNIT("the limits of i32 are told", integer_compare(low, integer_of_i64(INT32_MIN)) == 0 &&
                                           integer_compare(high, integer_of_i64(INT32_MAX)) == 0);
    UNIT("the lowest i64 goes to i64 and back",
         integer_to_i64(integer_of_i64(INT64_MIN), &word) && word == INT64_MIN &&
             !integer_to_i64(integer_of_u64(UINT64_C(1) << 63), &word));
    UNIT("integers are ordered",
         integer_compare(integer_of_i64(-2), integer_of_i64(-1)) < 0 &&
             integer_compare(integer_of_i64(-1), integer_of_u64(0)) < 0 &&
             integer_compare((struct integer){.high = 1}, integer_of_u64(UINT64_MAX)) > 0);
}

// Stores v in every size that holds it and loads it again.
static bool survives_memory(struct integer value, bool is_signed)
{
    for (unsigned size = 1; size <= 16; size++) {
        unsigned char bytes[17];

        if (!integer_fits(value, 8 * size, is_signed))
            continue;
        bytes[size] = 0x5a;
        integer_to_bytes(value, bytes, size);
        if (bytes[size] != 0x5a ||
            integer_compare(integer_of_bytes(bytes, size, is_signed), value) != 0)
            return false;
    }
    return true;
}

static bool all_survive_memory(void)
{
    for (unsigned shift = 0; shift < 64; shift++) {
        uint64_t high = UINT64_MAX >> shift, low = UINT64_C(0x123456789abcdef0) >> shift;
        struct integer wide = {.high = high >> 1, .low = low};

        if (!survives_memory(integer_of_u64(high), false) || !survives_memory(wide, true) ||
            !survives_memory(integer_negate(wide), true) ||
            !survives_memory(integer_negate(integer_of_u64(low)), true))
            return false;
    }
    return true;
}

static bool prints(struct integer value, unsigned radix, const char *wanted)
{
    char text[NUMBER_TEXT];
    size_t length = integer_print(text, value, radix);

    return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

// Prints a word by both printers, against the C library.
static bool prints_word(uint64_t value)
{
    char text[NUMBER_TEXT], wanted[32];

    snprintf(wanted, sizeof wanted, "%" PRIu64, value);
    if (u64_print(text, value) != strlen(wanted) || memcmp(text, wanted, strlen(wanted)) != 0)
        return false;
    snprintf(wanted, sizeof wanted, "%" PRId64, (int64_t)value);
    return i64_print(text, (int64_t)value) == strlen(wanted) &&
           memcmp(text, wanted, strlen(wanted)) == 0;
}

static bool prints_all_words(void)
{
    uint64_t power = 1, state = 88172645463325252;

    for (int i = 0; i < 20; i++, power *= 10)
        for (uint64_t digit = 1; digit < 10; digit++)
            for (uint64_t beside = 0; beside < 3; beside++)
                if (!prints_word(power * digit + beside - 1))
                    return false;
    for (uint64_t value = 0; value < 200000; value++)
        if (!prints_word(value) || !prints_word(value * 21475) || !prints_word(~value))
            return false;
    for (int i = 0; i < 200000; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        if (!prints_word(state >> i % 64))
            return false;
    }
    return true;
}

static void test_printing(void)
{
    const struct integer most = {.high = UINT64_MAX, .low = UINT64_MAX};

    UNIT("words of all lengths are printed as the C library prints them", prints_all_words());
    UNIT("zero is printed in every radix",
         prints(integer_of_u64(0), 10, "0") && prints(integer_of_u64(0), 16, "0x0") &&
             prints(integer_of_u64(0), 8, "0o0") && prints(integer_of_u64(0), 2, "0b0"));
    UNIT("the minus comes before the prefix",
         prints(integer_of_i64(-255), 16, "-0xff") && prints(integer_of_i64(-8), 8, "-0o10") &&
             prints(integer_of_i64(-5), 2, "-0b101") && prints(integer_of_i64(-5), 10, "-5"));
    UNIT("128 bits are printed",
         prints(most, 10, "340282366920938463463374607431768211455") &&
             prints(most, 16, "0xffffffffffffffffffffffffffffffff") &&
             prints(most, 8, "0o3777777777777777777777777777777777777777777"));
    UNIT("2^64 is printed", prints((struct integer){.high = 1}, 10, "18446744073709551616") &&
                                prints((struct integer){.high = 1}, 8, "0o2000000000000000000000"));
    UNIT("zeros inside are printed",
         prints((struct integer){.high = 0x4b3b4ca85a86c47a, .low = 0x098a224000000000}, 10,
                "100000000000000000000000000000000000000"));
    UNIT("the longest text fits",
         integer_print((char[NUMBER_TEXT]){0},
                       (struct integer){.negative = true, .high = UINT64_MAX}, 2) == 131);
}

static bool sizes(const char *text, bool may_be_negative, uint64_t wanted, bool minus,
                  const char *left)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    uint64_t size = 77;
    bool negative = false;

    return size_read(&cursor, &size, may_be_negative ? &negative : NULL, &error) &&
           size == wanted && negative == minus && strcmp(cursor.at, left) == 0;
}

static bool no_size(const char *text, bool may_be_negative, const char *message)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    uint64_t size = 77;
    bool negative = true;

    return !size_read(&cursor, &size, may_be_negative ? &negative : NULL, &error) && size == 77 &&
           negative && cursor.at == text && error.status == STATUS_USAGE &&
           strcmp(error.message, message) == 0;
}

static void test_sizes(void)
{
    UNIT("a size is a number",
         sizes("16", false, 16, false, "") && sizes("0x10", false, 16, false, ""));
    UNIT("k, K and KiB are 1024", sizes("4k", false, 4096, false, "") &&
                                      sizes("4K", false, 4096, false, "") &&
                                      sizes("4KiB", false, 4096, false, ""));
    UNIT("kB is 1000", sizes("4kB", false, 4000, false, ""));
    UNIT("M, G and T go on", sizes("1M", false, 1 << 20, false, "") &&
                                 sizes("1GiB", false, 1 << 30, false, "") &&
                                 sizes("0x2T", false, UINT64_C(2) << 40, false, "") &&
                                 sizes("3TB", false, UINT64_C(3000000000000), false, ""));
    UNIT("just the size is passed",
         sizes("4x", false, 4, false, "x") && sizes("4KB", false, 4096, false, "B") &&
             sizes("4:5", false, 4, false, ":5") && sizes("0b1", false, 0, false, "b1"));
    UNIT("a sign where one may be", sizes("-4k", true, 4096, true, "") &&
                                        sizes("+4", true, 4, false, "") &&
                                        sizes("-0", true, 0, true, ""));
    UNIT("no sign elsewhere", no_size("-4", false, "-4 is not a size"));
    UNIT("a word is no size", no_size("k", true, "k is not a size"));
    UNIT("a size has 64 bits",
         sizes("0xffffffffffffffff", false, UINT64_MAX, false, "") &&
             no_size("18446744073709551616", false, "18446744073709551616 is too large") &&
             no_size("16777216T", false, "16777216T is too large"));
}

int main(void)
{
    test_reading();
    test_beyond();
    test_refusals();
    test_limits();
    UNIT("integers survive memory in every size", all_survive_memory());
    test_printing();
    test_sizes();
    return unit_end();
}

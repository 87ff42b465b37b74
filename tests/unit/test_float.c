// Floats of six formats: their shortest and exact texts, and text rounded to them.
#include "base/float.h"

#include "base/integer.h"
#include "unit.h"

#include <string.h>

// A value of a format from its bits, in the host's order.
static void make(enum float_format format, uint64_t high, uint64_t low, void *bytes)
{
    integer_to_bytes((struct integer){.high = high, .low = low}, bytes, float_parts(format)->size);
}

// ---- printing

static bool prints(enum float_format format, uint64_t high, uint64_t low, const char *wanted)
{
    unsigned char bytes[16];
    char text[NUMBER_TEXT];

    make(format, high, low, bytes);
    size_t length = float_print(text, format, bytes);
    return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

static bool prints_double(double value, const char *wanted)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return prints(FLOAT_F64, 0, bits, wanted);
}

static void test_printing(void)
{
    UNIT("whole numbers have a point", prints_double(1, "1.0") && prints_double(100, "100.0"));
    UNIT("zeros have their sign", prints_double(0.0, "0.0") && prints_double(-0.0, "-0.0"));
    UNIT("fractions are short", prints_double(0.1, "0.1") && prints_double(-3.14, "-3.14") &&
                                    prints_double(1 / 3.0, "0.3333333333333333"));
    UNIT("1e16 is the first with an exponent",
         prints_double(1e16, "1e+16") && prints_double(9999999999999998, "9999999999999998.0") &&
             prints_double(1234567890123456, "1234567890123456.0"));
    UNIT("0.0001 is the last without",
         prints_double(0.0001, "0.0001") && prints_double(0.00001, "1e-05") &&
             prints_double(0.00012345678901234567, "0.00012345678901234567"));
    UNIT("long digits have an exponent",
         prints_double(1.7976931348623157e308, "1.7976931348623157e+308") &&
             prints_double(2.2250738585072014e-308, "2.2250738585072014e-308"));
    UNIT("the lowest doubles", prints_double(5e-324, "5e-324") && prints_double(1e-323, "1e-323") &&
                                   prints_double(-1.5e-323, "-1.5e-323"));
    UNIT("a limit counts where the digits are even",
         prints_double(9007199254740992, "9007199254740992.0") && prints_double(2e23, "2e+23") &&
             prints_double(1e23, "1e+23") && prints_double(5e22, "5e+22"));
    UNIT("a power of two has a closer neighbour",
         prints_double(0x1p-44, "5.684341886080802e-14") &&
             prints_double(0x1p90, "1.2379400392853803e+27"));
    UNIT("infinities and nan", prints(FLOAT_F64, 0, 0x7ff0000000000000, "inf") &&
                                   prints(FLOAT_F64, 0, 0xfff0000000000000, "-inf") &&
                                   prints(FLOAT_F64, 0, 0xfff8000000000000, "nan") &&
                                   prints(FLOAT_F64, 0, 0x7ff0000000000001, "nan"));
    UNIT("f32 is as short as f32 can be", prints(FLOAT_F32, 0, 0x3dcccccd, "0.1") &&
                                              prints(FLOAT_F32, 0, 0x7f7fffff, "3.4028235e+38") &&
                                              prints(FLOAT_F32, 0, 1, "1e-45") &&
                                              prints(FLOAT_F32, 0, 0x4b800000, "16777216.0"));
    UNIT("f16 is as short as f16 can be",
         prints(FLOAT_F16, 0, 0x2e66, "0.1") && prints(FLOAT_F16, 0, 0x7bff, "65500.0") &&
             prints(FLOAT_F16, 0, 1, "6e-08") && prints(FLOAT_F16, 0, 0xfc00, "-inf"));
    UNIT("bf16 is as short as bf16 can be",
         prints(FLOAT_BF16, 0, 0x3dcd, "0.1") && prints(FLOAT_BF16, 0, 0x7f7f, "3.39e+38") &&
             prints(FLOAT_BF16, 0, 1, "9e-41") && prints(FLOAT_BF16, 0, 0x7fc0, "nan"));
}

static void test_wide_printing(void)
{
    const uint64_t top = UINT64_C(1) << 63;

    UNIT("f80 is as short as f80 can be",
         prints(FLOAT_F80, 0x3fff, top, "1.0") &&
             prints(FLOAT_F80, 0x3ffb, 0xcccccccccccccccd, "0.1") &&
             prints(FLOAT_F80, 0xc000, 0xc90fdaa22168c235, "-3.1415926535897932385"));
    UNIT("the limits of f80", prints(FLOAT_F80, 0x7ffe, UINT64_MAX, "1.189731495357231765e+4932") &&
                                  prints(FLOAT_F80, 1, top, "3.3621031431120935063e-4932") &&
                                  prints(FLOAT_F80, 0, 1, "4e-4951") &&
                                  prints(FLOAT_F80, 0x7fff, top, "inf") &&
                                  prints(FLOAT_F80, 0x7fff, top | top >> 1, "nan"));
    UNIT("encodings that x87 refuses are nan",
         prints(FLOAT_F80, 0x3fff, top >> 1, "nan") && prints(FLOAT_F80, 0x7fff, 0, "nan"));
    UNIT("a pseudo-denormal is its value",
         prints(FLOAT_F80, 0, top, "3.3621031431120935063e-4932"));
    UNIT("f128 is as short as f128 can be",
         prints(FLOAT_F128, 0x3fff000000000000, 0, "1.0") &&
             prints(FLOAT_F128, 0x3ffb999999999999, 0x999999999999999a, "0.1") &&
             prints(FLOAT_F128, 0x4000921fb54442d1, 0x8469898cc51701b8,
                    "3.1415926535897932384626433832795028"));
    UNIT("the limits of f128", prints(FLOAT_F128, 0x7ffeffffffffffff, UINT64_MAX,
                                      "1.189731495357231765085759326628007e+4932") &&
                                   prints(FLOAT_F128, 0, 1, "6e-4966") &&
                                   prints(FLOAT_F128, 0xffff000000000000, 0, "-inf"));
}

static bool exactly(enum float_format format, uint64_t high, uint64_t low, const char *wanted)
{
    static char text[FLOAT_TEXT];
    unsigned char bytes[16];

    make(format, high, low, bytes);
    size_t length = float_exact(text, format, bytes);
    return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

static void test_exact(void)
{
    static char text[FLOAT_TEXT];
    unsigned char bytes[16];

    UNIT("0.1 is more than 0.1",
         exactly(FLOAT_F64, 0, 0x3fb999999999999a,
                 "0.1000000000000000055511151231257827021181583404541015625"));
    UNIT("whole numbers are exact", exactly(FLOAT_F64, 0, 0x3ff0000000000000, "1") &&
                                        exactly(FLOAT_F32, 0, 0xc2c80000, "-100") &&
                                        exactly(FLOAT_F16, 0, 0x7bff, "65504"));
    UNIT("large numbers are written out",
         exactly(FLOAT_F64, 0, 0x44b52d02c7e14af6, "99999999999999991611392"));
    UNIT("small ones have an exponent",
         exactly(FLOAT_F16, 0, 1, "5.9604644775390625e-08") &&
             exactly(FLOAT_F64, 0, 0x3eb0000000000000, "9.5367431640625e-07") &&
             exactly(FLOAT_F64, 0, 0x3ec0000000000000, "0.0000019073486328125"));
    UNIT("what is no number has its name", exactly(FLOAT_F32, 0, 0x7fc00000, "nan") &&
                                               exactly(FLOAT_F32, 0, 0xff800000, "-inf") &&
                                               exactly(FLOAT_F32, 0, 0x80000000, "-0"));
    make(FLOAT_F128, 0x0000ffffffffffff, UINT64_MAX, bytes);
    UNIT("the longest exact value fits", float_exact(text, FLOAT_F128, bytes) == 11563 + 7);
}

// ---- reading

static bool reads(enum float_format format, const char *text, uint64_t high, uint64_t low)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    unsigned char bytes[17] = {0}, wanted[17] = {0};

    make(format, high, low, wanted);
    wanted[float_parts(format)->size] = bytes[float_parts(format)->size] = 0x5a;
    return float_read(&cursor, format, bytes, &error) && cursor_done(&cursor) &&
           memcmp(bytes, wanted, sizeof bytes) == 0;
}

static bool reads_double(const char *text, double wanted)
{
    uint64_t bits;

    memcpy(&bits, &wanted, sizeof bits);
    return reads(FLOAT_F64, text, 0, bits);
}

static bool leaves(const char *text, const char *left)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    double value;

    return float_read(&cursor, FLOAT_F64, &value, &error) && strcmp(cursor.at, left) == 0;
}

static bool refuses(enum float_format format, const char *text, size_t length, const char *message)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    unsigned char bytes[16] = {1, 2, 3};

    return !float_read(&cursor, format, bytes, &error) && error.status == STATUS_USAGE &&
           cursor.at == text && strcmp(error.message, message) == 0 && error.start == 0 &&
           error.length == length && bytes[0] == 1 && bytes[1] == 2 && bytes[2] == 3;
}

static void test_reading(void)
{
    UNIT("decimals", reads_double("1", 1) && reads_double("-2.5", -2.5) &&
                         reads_double("+.5", 0.5) && reads_double("5.", 5) &&
                         reads_double("1e3", 1000) && reads_double("1E-2", 0.01) &&
                         reads_double("010", 10));
    UNIT("zeros",
         reads_double("0", 0) && reads_double("-0.0", -0.0) && reads_double("0e999999999999", 0));
    UNIT("words in any case", reads(FLOAT_F64, "inf", 0, 0x7ff0000000000000) &&
                                  reads(FLOAT_F64, "-Infinity", 0, 0xfff0000000000000) &&
                                  reads(FLOAT_F64, "NaN", 0, 0x7ff8000000000000) &&
                                  reads(FLOAT_F80, "nan", 0x7fff, 0xc000000000000000) &&
                                  reads(FLOAT_F80, "-inf", 0xffff, 0x8000000000000000));
    UNIT("hex floats", reads_double("0x1.8p3", 12) && reads_double("0x10", 16) &&
                           reads_double("-0X.8p-1", -0.25) && reads_double("0x1p-1074", 5e-324) &&
                           reads_double("0x1.fffffffffffff8p0", 2) &&
                           reads_double("0x1.00000000000008p0", 1) &&
                           reads_double("0x1.0000000000000800000000000000000000000000000000001p0",
                                        0x1.0000000000001p0));
    UNIT("integers in other spellings",
         reads_double("0o17", 15) && reads_double("0b101", 5) && reads_double("-'a'", -97));
    UNIT("just the number is passed", leaves("1.5,2", ",2") && leaves("1e", "e") &&
                                          leaves("1e+", "e+") && leaves("1.5.5", ".5") &&
                                          leaves("0x1p", "p") && leaves("infinit", "init") &&
                                          leaves("12345678 9", " 9") && leaves("1e5e5", "e5"));
    UNIT("a word is no number", refuses(FLOAT_F64, "abc", 3, "abc is not a number") &&
                                    refuses(FLOAT_F64, ".", 1, ". is not a number") &&
                                    refuses(FLOAT_F64, "0x", 2, "0x is not a number") &&
                                    refuses(FLOAT_F64, "+-1", 3, "+-1 is not a number") &&
                                    refuses(FLOAT_F64, "", 0, "a number is missing"));
    UNIT("many digits",
         reads_double("0.1000000000000000055511151231257827021181583404541015625", 0.1) &&
             reads_double("00000000000000000000000000000000001.5", 1.5) &&
             reads_double("1.50000000000000000000000000000000000000000000000000000", 1.5) &&
             reads_double("123456789012345678901234567890", 123456789012345678901234567890.0));
}

static void test_rounding(void)
{
    UNIT("the middle goes to even", reads_double("9007199254740993", 9007199254740992) &&
                                        reads_double("9007199254740995", 9007199254740996) &&
                                        reads_double("4503599627370497.5", 4503599627370498));
    UNIT("just beside the middle",
         reads_double("9007199254740993.00000000000000000000000000000001", 9007199254740994) &&
             reads_double("9007199254740992.99999999999999999999999999999999", 9007199254740992));
    UNIT("half of the lowest is zero, more is the lowest",
         reads_double("2.4703282292062327e-324", 0) &&
             reads_double("2.4703282292062328e-324", 5e-324) &&
             reads_double("-1e-999999999999999999999", -0.0) && reads_double("3e-324", 5e-324));
    UNIT("subnormals round once",
         reads_double("2.2250738585072011e-308", 0x0.fffffffffffffp-1022) &&
             reads_double("2.22507385850720113605740979670913197594e-308", 0x1p-1022));
    UNIT("f32 is not rounded by way of f64",
         reads(FLOAT_F32, "1.00000017881393432617187499", 0, 0x3f800001) &&
             reads(FLOAT_F32, "1.00000017881393432617187500", 0, 0x3f800002) &&
             reads(FLOAT_F32, "1.00000017881393432617187501", 0, 0x3f800002));
    UNIT("f16 and bf16",
         reads(FLOAT_F16, "65504", 0, 0x7bff) && reads(FLOAT_F16, "65519.99", 0, 0x7bff) &&
             reads(FLOAT_F16, "0.1", 0, 0x2e66) && reads(FLOAT_BF16, "0.1", 0, 0x3dcd) &&
             reads(FLOAT_F16, "2.98e-8", 0, 0) && reads(FLOAT_F16, "2.99e-8", 0, 1));
    UNIT("f80 and f128",
         reads(FLOAT_F80, "0.1", 0x3ffb, 0xcccccccccccccccd) &&
             reads(FLOAT_F128, "0.1", 0x3ffb999999999999, 0x999999999999999a) &&
             reads(FLOAT_F80, "4e-4951", 0, 1) && reads(FLOAT_F128, "6e-4966", 0, 1) &&
             reads(FLOAT_F128, "0x1.00000000000000000000000000008p0", 0x3fff000000000000, 0));
    UNIT("above the range is an error",
         refuses(FLOAT_F32, "1e39", 4, "1e39 does not fit in f32") &&
             refuses(FLOAT_F16, "65520", 5, "65520 does not fit in f16") &&
             refuses(FLOAT_BF16, "-3.4e38", 7, "-3.4e38 does not fit in bf16") &&
             refuses(FLOAT_F64, "1.7976931348623159e308", 22,
                     "1.7976931348623159e308 does not fit in f64") &&
             refuses(FLOAT_F64, "1e99999999999999999999,1", 22,
                     "1e99999999999999999999 does not fit in f64") &&
             refuses(FLOAT_F80, "1.2e4932", 8, "1.2e4932 does not fit in f80") &&
             refuses(FLOAT_F128, "0x1p16384", 9, "0x1p16384 does not fit in f128"));
    UNIT("the highest is read", reads_double("1.7976931348623158e308", 1.7976931348623157e308) &&
                                    reads(FLOAT_F32, "3.4028235677973365e38", 0, 0x7f7fffff));
}

// ---- in memory

static bool widens(enum float_format format, uint64_t bits, double wanted)
{
    unsigned char bytes[16];
    double value;

    make(format, 0, bits, bytes);
    value = float_widen(format, bytes);
    return memcmp(&value, &wanted, sizeof value) == 0;
}

static void test_memory(void)
{
    struct float_value value;
    unsigned char bytes[16];

    UNIT("widening keeps the value",
         widens(FLOAT_F16, 1, 0x1p-24) && widens(FLOAT_BF16, 0x3dcd, 0.10009765625) &&
             widens(FLOAT_F32, 0x80000001, -0x1p-149) && widens(FLOAT_F64, 1, 5e-324) &&
             widens(FLOAT_F16, 0xfc00, -(double)__builtin_inf()) &&
             widens(FLOAT_F16, 0x8000, -0.0));
    UNIT("a nan widens to a nan", float_widen(FLOAT_F16, &(uint16_t){0x7c01}) !=
                                      float_widen(FLOAT_F16, &(uint16_t){0x7c01}));
    make(FLOAT_F128, 0x7ffe000000000000, 0, bytes);
    UNIT("what no double holds widens to infinity",
         float_widen(FLOAT_F128, bytes) == (double)__builtin_inf());
    value = float_unpack(FLOAT_F64, &(double){-0.75});
    UNIT("a value is taken apart", value.class == FLOAT_NORMAL && value.negative &&
                                       value.high == 0 && value.low == UINT64_C(3) << 51 &&
                                       value.exponent == -53);
    value = float_unpack(FLOAT_F32, &(uint32_t){5});
    UNIT("a subnormal is taken apart",
         value.class == FLOAT_SUBNORMAL && value.low == 5 && value.exponent == -149);
}

int main(void)
{
    test_printing();
    test_wide_printing();
    test_exact();
    test_reading();
    test_rounding();
    test_memory();
    return unit_end();
}

// C that is refused: a row each, with the place and the message.
#include "types/cdecl.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *text;
    size_t start;
    const char *message;
} rows[] = {
    {"struct {char c[sizeof(struct nobody)];}", 15, "the type has no size here"},
    {"struct {char c[x];}", 15, "unknown constant 'x'"},
    {"struct {char c[1 +];}", 18, "a constant expected"},
    {"struct {char c[1/0];}", 15, "a division by zero"},
    {"struct {char c[1.5];}", 15, "this is not an integer constant"},
    {"struct {char c[-1];}", 15, "the bound is negative"},
    {"struct {char c[1 << 99];}", 15, "a shift by more than the type is wide"},
    {"struct {char c[1 << -1];}", 15, "a shift by more than the type is wide"},
    {"struct {char c[0x7fffffff + 1];}", 15, "the constant overflows its type"},
    {"struct {char c[-0x7fffffff - 2];}", 15, "the constant overflows its type"},
    {"struct {char c[''];}", 15, "a character expected between the quotes"},
    {"struct {char c['abcde'];}", 15, "more than 4 characters"},
    {"struct {char c[*3];}", 15, "this is not a pointer"},
    {"struct {char c[&3];}", 15, "this has no address"},
    {"struct {char c[(int){3}];}", 20, "a compound literal is not a constant"},
    {"struct {char c[\"abc\"];}", 15, "a constant expected"},
    {"struct {char c[__builtin_offsetof(int, x)];}", 39, "a member of what is no struct or union"},
    {"struct {char c[__builtin_offsetof(struct {int a;}, b)];}", 51, "no member 'b'"},
    {"struct {char c[__builtin_offsetof(struct {int a:3;}, a)];}", 53,
     "a bit-field has no offset in bytes"},
    {"struct {char c[__builtin_offsetof(struct {int a;}, )];}", 51, "a member's name expected"},
    {"struct {char c[sizeof(((struct {int a:3;} *)0)->a)];}", 15,
     "a bit-field has no size in bytes"},
    {"struct {char c[(__int128)1];}", 15, "constants of 128 bits are not supported"},
    {"struct {char c[(float)1];}", 15, "a constant of this type is not an integer"},
    {"struct {char c[1e400];}", 15, "this is not an integer constant"},
    {"struct {char c[99999999999999999999];}", 15, "the number is above 64 bits"},
    {"enum {}", 6, "an enumerator's name expected"},
    {"enum {A, A}", 9, "'A' is declared already"},
    {"enum {A = 1.5}", 10, "this is not an integer constant"},
    {"enum {A = 0x7fffffffffffffff, B = -1, C = 0xffffffffffffffff}", 0,
     "no integer of 64 bits holds all of these values"},
    {"enum {1}", 6, "an enumerator's name expected"},
    {"enum {A = 0xffffffffffffffff, B}", 30, "the value is above 64 bits"},
    {"_Atomic(int[2])", 0, "_Atomic does not go with this type"},
    {"_Atomic(void)", 0, "_Atomic does not go with this type"},
    {"struct {void v;}", 13, "a member cannot be void"},
    {"struct {int f(int);}", 12, "a member cannot be a function: a pointer to one can"},
    {"struct {int a:33;}", 14, "33 bits are more than the 32 of its type"},
    {"struct {float f:3;}", 15, "a bit-field has an integer type"},
    {"struct {int a:0;}", 14, "a bit-field without bits has no name"},
    {"struct {int a:-1;}", 14, "the width is negative"},
    {"struct {int *p:2;}", 14, "a bit-field has an integer type"},
    {"struct {int a[];}", 12, "an array without a bound needs a member before it"},
    {"struct {int a[]; int b;}", 12, "an array without a bound needs a member before it"},
    {"union {int a[];}", 11, "a union has no arrays without a bound"},
    {"struct {struct nobody x;}", 22, "struct nobody has no body here, so its size is not known"},
    {"struct {typedef int t;}", 8, "a member has no storage class"},
    {"struct {static int x;}", 8, "a member has no storage class"},
    {"struct {int;}", 11, "a member's name expected"},
    {"struct {struct s {int a;};}", 8, "this declares a tag but no member"},
    {"struct {int x; int x;}", 19, "two members are named 'x'"},
    {"struct s {struct s x;}", 19, "struct s has no body here, so its size is not known"},
    {"union u {int a;}; struct u", 25, "'u' is declared as a union"},
    {"struct s {int a;}; struct s {int b;}", 26, "struct s has a body already"},
    {"int __attribute__((mode(XX)))", 24, "memtool has no machine type for this mode"},
    {"float __attribute__((mode(QI)))", 26, "this mode does not go with the type"},
    {"int __attribute__((vector_size(3)))", 30, "no vector of 3 bytes can be made of this type"},
    {"int __attribute__((ms_abi))", 19, "the calling convention ms_abi is not supported"},
    {"int __attribute__((3))", 19, "an attribute's name expected"},
    {"int __attribute__(packed)", 18, "'(' behind __attribute__ expected"},
    {"struct __attribute__((aligned(3))) {int a;}", 30, "an alignment is a power of two, not 3"},
    {"struct {_Alignas(1) int n;}", 8, "_Alignas cannot be less than the type's own alignment"},
    {"struct {_Alignas(3) int n;}", 17, "an alignment is a power of two, not 3"},
    {"struct {_Static_assert(0, \"never\");}", 23, "the assertion is false: \"never\""},
    {"_Decimal64", 0, "memtool has no machine type for _Decimal64"},
    {"int int", 0, "these words do not make a type"},
    {"short double", 0, "these words do not make a type"},
    {"unsigned float", 0, "these words do not make a type"},
    {"long long long", 0, "these words do not make a type"},
    {"signed unsigned", 0, "these words do not make a type"},
    {"struct", 6, "a tag or '{' expected, but the text ends here"},
    {"struct 3", 7, "a tag or '{' expected"},
    {"enum", 4, "a tag or '{' expected, but the text ends here"},
    {"typeof(", 0, "typeof is not supported: write the type itself"},
    {"void[3]", 4, "an array of void"},
    {"int f(int)[3]", 5, "a function cannot return an array"},
    {"int (f)(int)(int)", 7, "a function cannot return a function"},
    {"int[3](int)", 3, "an array of functions"},
};

static bool refuses(const char *text, size_t start, const char *message)
{
    struct cursor cursor = cursor_of(text);
    struct error error = {0};
    const struct type *type = NULL;
    bool good = !c_type_read(&cursor, NULL, &type, &error) && error.status == STATUS_USAGE &&
                error.start == start && strcmp(error.message, message) == 0;

    if (!good)
        printf("# %s: %s at %zu\n", text, error.message, error.start);
    type_unref(type);
    return good;
}

int main(void)
{
    char sentence[200];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(sentence, sizeof sentence, "refuses %s", rows[i].text);
        UNIT(sentence, refuses(rows[i].text, rows[i].start, rows[i].message));
    }
    return unit_end();
}

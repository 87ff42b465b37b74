// The C parser from the inside: what its rooms (cparse.c to cheader.c) share.
//
// One pass, one token of lookahead, nothing is read twice but a parameter's array bound. All
// functions return false (or NULL) once an error was recorded in parser->error; the grammar that a
// function reads stands above it.
#ifndef MEMTOOL_TYPES_CPARSE_H
#define MEMTOOL_TYPES_CPARSE_H

#include "types/book.h"
#include "types/cnames.h"
#include "types/ctoken.h"

enum {
    C_MAX_PACKS = 256,  // #pragma pack(push) without a pop
    C_BASIC_TYPES = 40, // room for the rows of the table of basic types
};

struct c_pack {
    uint64_t pack;
    const char *name; // pack(push, name), or NULL
    size_t length;
};

// One step from a specifier's type to a declarator's: a pointer to, an array of, a function
// returning what the next inner steps make.
struct c_step {
    enum type_kind kind; // TYPE_POINTER, TYPE_ARRAY, TYPE_FUNCTION
    uint64_t count;      // of an array; with `open`, 0
    bool open;           // int[], or a bound that only a call knows
    bool is_const;       // * const
    uint64_t align;      // of a pointer, from its own attribute; 0: none
    const struct member *parameters;
    size_t parameter_count;
    bool variadic, unprototyped;
    const char *at; // where it was written
    size_t length;
    size_t next; // index + 1; 0: the last
};

struct c_parser {
    struct c_lexer lexer;
    struct c_token token;    // the next one to be read
    const char *before;      // the end of the one before it
    struct type_pool *pool;  // of all that is declared
    const struct book *book; // other names, or NULL
    struct c_names names;    // declared so far
    struct c_keywords keywords;
    struct error *error;
    bool is_header;       // line markers count; errors are in the file, not in the command line
    bool uncallable;      // a header's declaration asks for a calling convention that is not here
    unsigned depth;       // of brackets, below TYPE_MAX_DEPTH
    unsigned unevaluated; // inside the branch of an expression that does not count
    bool in_bound, unknown_name; // inside a parameter's bound; it has an unknown name

    uint64_t pack; // #pragma pack; 0: none
    struct c_pack *packs;
    size_t pack_count, pack_capacity;

    const struct type *basic[C_BASIC_TYPES]; // those of cspec.c's table that were needed

    // Stacks: what is being read is on top, from where its reader began.
    struct c_step *steps;
    size_t step_count, step_capacity;
    struct declared *fields;
    size_t field_count, field_capacity;
    struct member *parameters;
    size_t parameter_count, parameter_capacity;
    struct enumerator *enumerators;
    size_t enumerator_count, enumerator_capacity;
};

// ---- cparse.c: tokens and errors

// A parser at the start of the cursor; c_parser_close ends it. The pool is held until then.
bool c_parser_open(struct c_parser *parser, const struct cursor *cursor, const struct book *book,
                   struct error *error);
void c_parser_close(struct c_parser *parser);

bool c_advance(struct c_parser *parser);

// True where the next token is of that kind or keyword.
bool c_is(const struct c_parser *parser, int kind);
bool c_is_keyword(const struct c_parser *parser, enum c_keyword keyword);

// Passes the token if it comes next.
bool c_take(struct c_parser *parser, int kind);

// Passes the token, or fails: `')' expected behind the parameters`.
bool c_expect(struct c_parser *parser, int kind, const char *where);

// Records an error at length bytes of the text, or at the next token.
bool c_fail(struct c_parser *parser, const char *at, size_t length, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool c_fail_here(struct c_parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The error of a token that no rule expects: `WHAT expected`, where it stands.
bool c_fail_expected(struct c_parser *parser, const char *what);

// Gives an error that a constructor recorded its place: from there to the token before this one.
bool c_fail_placed(struct c_parser *parser, const char *from);

// True at a `const`.
bool c_is_const(const struct c_parser *parser);

// One bracket deeper, up to TYPE_MAX_DEPTH; c_leave goes back.
bool c_enter(struct c_parser *parser);
void c_leave(struct c_parser *parser);

// balanced = "(" … ")" | "[" … "]" | "{" … "}", passed whatever it holds.
bool c_skip_balanced(struct c_parser *parser);

// ---- cattr.c: attributes, #pragma pack

// What attributes ask of a layout.
struct c_attributes {
    bool packed;
    const char *packed_at;        // the word
    uint64_t align, most_align;   // the last and the largest aligned(n); 0: none
    enum scalar_class mode_class; // with mode_size: UINT (any integer), FLOAT or COMPLEX
    unsigned mode_size;           // bytes; 0: none
    const char *mode_at;
    uint64_t vector; // the bytes of vector_size, with vector_at
    const char *vector_at;
};

// attributes = ("__attribute__" "((" … "))" | "[[" … "]]" | "__asm__" "(" … ")")*
bool c_attributes(struct c_parser *parser, struct c_attributes *attributes);

// alignas = "_Alignas" "(" (type-name | constant) ")": *align grows to it.
bool c_alignas(struct c_parser *parser, uint64_t *align);

// True where a pragma comes next; pragmas = (#pragma pack | _Pragma "(" string ")")*
bool c_at_pragma(const struct c_parser *parser);
bool c_pragmas(struct c_parser *parser);

// The type that mode(…) and vector_size(…) make of another; the same where there is neither.
const struct type *c_apply_shape(struct c_parser *parser, const struct type *type,
                                 const struct c_attributes *attributes);

// ---- cspec.c: specifiers

struct c_specifiers {
    const struct type *type;
    const char *at; // where they begin
    bool is_typedef;
    bool is_const;
    const char *storage_at; // extern, static …; NULL: none
    bool declares;          // a tag or enumerators: may stand without a declarator
    bool is_anonymous;      // a struct or union without a tag
    uint64_t alignas;       // _Alignas; 0: none
    struct c_attributes attributes;
};

// True where the next token begins specifiers.
bool c_at_specifiers(struct c_parser *parser);

// specifiers = (storage | qualifier | type-word | record | enum | name | attributes | alignas)+
bool c_specifiers(struct c_parser *parser, struct c_specifiers *out);

// Adds a name of the text (or, borrowed, of the book) to the parser's.
bool c_declare(struct c_parser *parser, const struct c_name *name);

// The error of a struct, union or enum whose body is not known, with what may have been meant.
bool c_fail_incomplete(struct c_parser *parser, const char *at, size_t length,
                       const struct type *type);

// struct, union or enum.
const char *c_kind_word(enum type_kind kind);

// Another node for a type: to be named or aligned otherwise. Not for incomplete records.
struct type *c_copy(struct c_parser *parser, const struct type *type);

// A type aligned to n bytes as aligned(n) behind a typedef's name does.
const struct type *c_aligned(struct c_parser *parser, const struct type *type, uint64_t align,
                             const char *from);

// ---- cbasic.c

// The type that those words (counts of two bits by enum c_unit) make together, or NULL where they
// make none.
const struct type *c_basic_type(struct c_parser *parser, uint64_t words);

// The host's va_list.
const struct type *c_va_list(struct c_parser *parser);

// ---- crecord.c, cenum.c: what follows struct, union, enum

bool c_record(struct c_parser *parser, struct c_specifiers *out);
bool c_enum(struct c_parser *parser, struct c_specifiers *out);

// The node of a tag whose body comes next: an incomplete one that pointers may name already; NULL
// without a tag (of length 0). An error where it has a body.
bool c_tag_with_body(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                     struct type **out);

// The type of a tag without a body.
bool c_tag_alone(struct c_parser *parser, const struct c_token *tag, enum type_kind kind,
                 const struct c_attributes *attributes, const struct type **out);

// ---- cdeclarator.c

struct c_declarator {
    const char *at;   // where it begins
    const char *name; // in the text; NULL: none
    size_t length;
    uint32_t hash;
    const struct type *type;
    bool is_const; // an array's elements, where it is one
    struct c_attributes attributes;
};

enum c_place {
    C_IN_TYPE,      // a type name: no name
    C_IN_PARAMETER, // a name or none; arrays and functions become pointers
    C_IN_FIELD,     // a name; may end in []
    C_IN_FILE,      // a name or none
};

// declarator = pointer* ("(" declarator ")" | name)? ("[" bound "]" | "(" parameters ")")*
// with its attributes behind it.
bool c_declarator(struct c_parser *parser, const struct c_specifiers *specifiers,
                  enum c_place place, struct c_declarator *out);

// type-name = specifiers declarator, without a name.
bool c_type_name(struct c_parser *parser, const struct type **out);

// bound = ("static" | qualifier)* (constant | "*")?
bool c_bound(struct c_parser *parser, struct c_step *step);

// The pointer to a type of which `constant` tells whether it is const.
const struct type *c_pointer_to(struct c_parser *parser, const struct type *target, bool constant);

// ---- cparameter.c

// parameters = (")" | "void" ")" | parameter ("," parameter)* ("," "...")? ")"), behind its "("
bool c_parameters(struct c_parser *parser, struct c_step *step);

// The bound of a parameter's array, with its brackets: it may name other parameters. Then only a
// call knows it, and it is passed as balanced tokens, once it was seen that it has an unknown name.
bool c_parameter_bound(struct c_parser *parser, struct c_step *step);

// ---- cexpr.c, cvalue.c: integer constant expressions

// A value or, with `place`, an object at the address `bits`.
struct c_value {
    const struct type *type;
    bool place;
    uint64_t bits; // sign- or zero-extended by its type
};

// constant = conditional expression, all C operators; the value is an integer.
bool c_constant(struct c_parser *parser, struct c_value *out);

// A constant that has to be 0 or more: `WHAT is negative`.
bool c_constant_size(struct c_parser *parser, const char *what, uint64_t *out);

struct integer c_integer(const struct c_value *value);

// ---- cvalue.c: the arithmetic; *left becomes the result

bool c_number(struct c_parser *parser, struct c_value *out);
bool c_character(struct c_parser *parser, struct c_value *out);
struct c_value c_int(int64_t value);
struct c_value c_size(uint64_t value);
bool c_convert(struct c_parser *parser, struct c_value *value, const struct type *type,
               const char *from);
bool c_unary_operator(struct c_parser *parser, int kind, struct c_value *value, const char *from);
bool c_binary_operator(struct c_parser *parser, int kind, struct c_value *left,
                       struct c_value right, const char *from);
bool c_common_type(struct c_parser *parser, struct c_value *left, struct c_value *right,
                   const char *from);

// ---- cfloat.c

// True at a floating constant; and its value as the integer that a cast to the type makes of it.
bool c_at_float(const struct c_parser *parser);
bool c_float_cast(struct c_parser *parser, const struct type *type, struct c_value *out);

// ---- cstandard.c: the typedefs that every session knows

// A row by name: an integer, or C text for the rest. NULL where there is none.
struct c_standard {
    const char *name;
    enum scalar scalar; // SCALAR_COUNT: text is its C spelling
    const char *text;
};
const struct c_standard *c_standard_find(const char *name, size_t length);
const struct c_standard *c_standard_row(size_t number);

// ---- cdecl.c

// declaration = specifiers (declarator ("=" initializer)? ("," …)*)? ";" | function body
//             | static-assert | asm
// The first declarator's type, or the specifiers' own, is *type; its name *declarator's.
bool c_declaration(struct c_parser *parser, struct c_declarator *first);

// static-assert = "_Static_assert" "(" constant ("," string)? ")"
bool c_static_assert(struct c_parser *parser);

#endif

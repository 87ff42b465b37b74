// The one type system: what the bytes of an element mean and where its parts lie.
//
// Three parsers make `struct type` (format.h: struct and PEP 3118; cdecl.h: C; spelling.h: short
// names and the choice between them), debug info makes it too, and three printers write it back.
// A type is immutable once made and always complete and laid out, but for TYPE_VOID, TYPE_FUNCTION
// and structs declared without a body (incomplete), which have no size and only stand behind
// pointers.
#ifndef MEMTOOL_TYPES_TYPE_H
#define MEMTOOL_TYPES_TYPE_H

#include "base/sink.h"
#include "types/scalar.h"

enum type_kind {
    TYPE_VOID,
    TYPE_SCALAR,
    TYPE_ENUM, // an integer whose values have names
    TYPE_BITS, // a bit-field: some bits of the bytes that it touches
    TYPE_POINTER,
    TYPE_ARRAY,  // count elements of target; of CHAR elements: text (struct's `s`, C's char[N])
    TYPE_PASCAL, // struct's `p`: a length byte, then text
    TYPE_STRUCT,
    TYPE_UNION,
    TYPE_FUNCTION, // a prototype: target is its result, members are its parameters
};

// ORDER_NATIVE is the host's; kept apart from the explicit ones so that a type is spelled as its
// user spelled it.
enum order { ORDER_NATIVE, ORDER_LITTLE, ORDER_BIG };

struct type;

// A field of a struct or union, or a parameter of a function.
struct member {
    const char *name;        // NULL: an anonymous struct or union, or a parameter without a name
    const struct type *type; // TYPE_BITS for a bit-field
    uint64_t offset;         // bytes from the start of the type; of a bit-field, its first byte's
    uint64_t align;          // from aligned(n) or _Alignas, for layouts to tell; 0: none
    bool numbered;           // the name (f0 f1 …) was made up for a format's unnamed item
};

struct enumerator {
    const char *name;
    struct integer value;
};

struct type {
    struct type_pool *pool; // the owner of this node and of all texts in it
    enum type_kind kind;
    enum scalar scalar;   // SCALAR; the machine type of ENUM, BITS, POINTER
    enum order order;     // of the scalar
    uint64_t size, align; // bytes; size is 0 for void, functions and incomplete types
    const char *name;     // how its user named it: "unsigned long", "time_t", "l"; or NULL
    const char *tag;      // of STRUCT, UNION, ENUM; or NULL
    const char *code;     // the format code it was written with ("l"); of a record, the whole
                          // format; or NULL
    const struct type *
        target; // ARRAY: element. POINTER: pointee. FUNCTION: result. BITS, ENUM: the declared type
    uint64_t count;               // ARRAY: elements. nothing else
    const struct member *members; // STRUCT, UNION: in order of declaration. FUNCTION: parameters
    size_t member_count;
    const struct enumerator *enumerators;
    size_t enumerator_count;
    unsigned bit_offset; // BITS: from the first byte; least significant bit first, most significant
                         // first in big-endian order
    unsigned bits;       // BITS: width, 1 to 128
    bool flexible;       // ARRAY: C's [] at the end of a struct; count is 0
    bool constant;       // POINTER: what it points to is const, which only printers tell
    bool vector;         // ARRAY: GNU's vector_size: one value to C and to calls
    bool variadic;       // FUNCTION: ends in …
    bool unprototyped;   // FUNCTION: C's f() without void
    bool incomplete;     // STRUCT, UNION, ENUM without a body
    bool packed;         // STRUCT, UNION: was declared packed
    uint16_t unnamed;    // STRUCT, UNION: which of the first 16 bytes hold unnamed bit-fields, from
                         // the lowest bit on; they are no members, but count in calls
    unsigned depth;      // how deep types nest in it, counted by the constructors: a recursion over
                         // members, elements and targets (of pointers, but to records) ends there
};

#define TYPE_MAX_SIZE ((uint64_t)PTRDIFF_MAX) // bytes of one type, as in gcc

enum {
    TYPE_MAX_DEPTH = 256,      // nesting of types, of brackets, of records in records
    TYPE_MAX_MEMBERS = 1 << 20 // fields of one record, items of one format
};

// ---- pools and references

// A pool owns the types made in it. It lives while somebody holds a type of it.
// type_ref holds a type (returns it); type_unref lets go. NULL is allowed in both.
const struct type *type_ref(const struct type *type);
void type_unref(const struct type *type);

// A new pool, held once by its maker: pool_unref when done. NULL and an error without memory.
struct type_pool *pool_new(struct error *error);
void pool_unref(struct type_pool *pool);

// A new node of the pool, all zero but for pool. A text of the pool, NUL-terminated. Room for count
// items of size bytes. NULL and an error without memory. All live as long as the pool.
struct type *pool_type(struct type_pool *pool, enum type_kind kind, struct error *error);
const char *pool_text(struct type_pool *pool, const char *text, size_t length, struct error *error);
void *pool_array(struct type_pool *pool, size_t count, size_t size, struct error *error);

// Makes the pool hold another type's pool (for a node that points to it).
bool pool_hold(struct type_pool *pool, const struct type *type, struct error *error);

// ---- constructors: laid out, in the pool; NULL and an error on failure. Their maker may still set
// name, code and align, until somebody else sees the type.

struct type *type_scalar(struct type_pool *pool, enum scalar scalar, enum order order,
                         struct error *error);

// STATUS_USAGE where count * size overflows or the element has no size.
struct type *type_array(struct type_pool *pool, const struct type *element, uint64_t count,
                        struct error *error);

// A pointer to target (NULL: void).
struct type *type_pointer(struct type_pool *pool, const struct type *target, enum order order,
                          struct error *error);

// A bit-field of declared (an integer, bool or enum), bits wide, from bit_offset of its first byte.
// Its scalar is an integer's where declared is a character's: bits of a char are a number.
struct type *type_bits(struct type_pool *pool, const struct type *declared, unsigned bit_offset,
                       unsigned bits, struct error *error);

// An enum of that machine integer; enumerators are in the pool. declared is the integer type as it
// was written, or NULL for the machine integer itself.
struct type *type_enum(struct type_pool *pool, const char *tag, const struct type *declared,
                       enum scalar scalar, const struct enumerator *enumerators, size_t count,
                       struct error *error);

// A function with that result (void: NULL or TYPE_VOID) and those parameters, which are in the
// pool. Its name, variadic and unprototyped are the caller's to set.
struct type *type_function(struct type_pool *pool, const struct type *result,
                           const struct member *parameters, size_t count, struct error *error);

// A field as declared, before layout. All offsets follow from these by the System V ABI's rules as
// gcc applies them (layout.c).
struct declared {
    const char *name; // in the pool; NULL: anonymous, or an unnamed bit-field
    const struct type *type;
    uint64_t align; // from aligned(n) or _Alignas; 0: the type's own
    bool packed;    // the attribute on the field alone
    bool is_bits;   // a bit-field of `bits` bits; 0 ends the unit
    unsigned bits;
};

// How a struct or union was declared as a whole.
struct declared_record {
    enum type_kind kind; // TYPE_STRUCT or TYPE_UNION
    const char *tag;     // in the pool, or NULL
    const struct declared *fields;
    size_t field_count;
    bool packed;
    uint64_t pack;  // #pragma pack(n): the most that a field is aligned; 0: none
    uint64_t align; // aligned(n); 0: none
};

// Lays out a struct or union as gcc does on the host.
// `into` is a node that pointers already name (a tag declared before its body), or NULL.
const struct type *type_record(struct type_pool *pool, const struct declared_record *record,
                               struct type *into, struct error *error);

// A struct or union whose offsets are known (formats, debug info). members is in the pool and lies
// within size, or it is STATUS_DATA; flexible arrays may stand at the end.
struct type *type_record_at(struct type_pool *pool, enum type_kind kind, const char *tag,
                            const struct member *members, size_t count, uint64_t size,
                            uint64_t align, struct error *error);

// Fills in what a node that cdecl.h's or a debug info's maker laid out itself needs to know about
// its members: holds their pools and counts the depth (STATUS_USAGE above TYPE_MAX_DEPTH).
bool type_members_set(struct type *type, const struct member *members, size_t count,
                      struct error *error);

// The types every session has, held by nobody: bytes (untyped), void, and one of each scalar in
// native order.
const struct type *type_bytes(void);
const struct type *type_void(void);
const struct type *type_native(enum scalar scalar);

// ---- questions

// True for the untyped bytes that a view is made of until a cast types it.
bool type_is_bytes(const struct type *type);

// True for char arrays: printed as text.
bool type_is_text(const struct type *type);

// True for structs and unions.
bool type_is_record(const struct type *type);

// True where elements have no braces of their own: no record, and no array but a text.
bool type_is_flat(const struct type *type);

// True for C's plain char; for all floating-point numbers but complex ones.
bool type_is_char(const struct type *type);
bool type_is_float(const struct type *type);

// True where C computes with the scalar as with a signed integer: what char and wchar_t are depends
// on the host.
bool type_is_signed(const struct type *type);

// True of what C has bit-fields of: integers, characters, bool, enums.
bool type_takes_bits(const struct type *type);

// True where the scalar's bytes are the other way round than the host's.
bool type_swapped(const struct type *type);

// True where the scalar's bytes have the most significant one first.
bool type_is_big(const struct type *type);

// Python's "same structure": the same machine types in the same byte order at the same offsets;
// names do not count, bytes are u8, enums are their integers, pointers are alike whatever they
// point to, bit-fields whatever width they were declared with.
bool type_same(const struct type *a, const struct type *b);

// The member with that name, looked up through anonymous members as C does. *offset is its offset
// from the start of type. NULL where there is none.
const struct member *type_member(const struct type *type, const char *name, size_t length,
                                 uint64_t *offset);

// The type with every scalar in that order, but for what pointers point to; the same type where
// nothing changes. Bit-fields keep their places, which count from the other end of a byte in the
// other order, as gcc's scalar_storage_order has it. NULL and an error without memory.
const struct type *type_reorder(struct type_pool *pool, const struct type *type, enum order order,
                                struct error *error);

// ---- printers (each can be read back by its parser)

// As a PEP 3118 format: d, <i, T{c:tag:xxxi:n:}. Bytes are B. A record that was written as a format
// is spelled as it was written. What PEP 3118 lacks is spelled as format.h lists it: unions U{…},
// machine types [i128], bits 3t{i}. Pointers to records are spelled out once, deeper ones are P;
// members that overlap in a struct are padding; an anonymous member is an unnamed item.
void type_format(struct sink *to, const struct type *type);

// As a C declaration of `name` (NULL: an abstract one): double, char[16], struct S {char tag; int
// n;}. A type whose scalars all have one explicit byte order starts with < or >. body: records are
// written with their members, nested ones too, each tag once; else by name or tag where they have
// one. Packed and aligned attributes and padding members stand where the layout needs them.
void type_c(struct sink *to, const struct type *type, const char *name, bool body);

// The short name: f64, u16be; the C spelling where there is none. Bytes are `bytes`, here and in
// type_c.
void type_short(struct sink *to, const struct type *type);

// True where that is a short name and not C.
bool type_has_short(const struct type *type);

#endif

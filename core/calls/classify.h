// How values of a type travel in a call: C types to the libffi types that pass them right.
//
// On x86-64 records are classified here by the rules of the System V ABI (section 3.2.3) as gcc
// applies them, because libffi passes some wrongly without a word (packed members, unions of floats
// and integers, padding that an alignment makes); libffi is then told a type that it cannot
// misunderstand. Elsewhere plain structs are described to libffi member by member, and those that
// it has no words for are refused.
#ifndef MEMTOOL_CALLS_CLASSIFY_H
#define MEMTOOL_CALLS_CLASSIFY_H

#include "types/type.h"

#include <ffi.h>

enum { ABI_MAX_ELEMENTS = 4096 }; // of one record that is described to libffi member by member

// What was made for the types of one call. Start from {0}; abi_close ends it.
struct abi {
    struct abi_block *blocks;
};

enum abi_role { ABI_ARGUMENT, ABI_RESULT };

enum { ABI_SLOT = 16 }; // values and results need room for their size rounded up to this

// *out is the libffi type, which lives as long as abi or for ever; NULL for a value that takes no
// room in a call (an empty struct). STATUS_USAGE for a type that cannot be passed by value.
bool abi_type(struct abi *abi, const struct type *type, enum abi_role role, ffi_type **out,
              struct error *error);

// The arguments of one call as libffi gets them. On x86-64 a record that travels in registers is
// taken apart into one scalar a register here, because libffi (3.4) writes past the last of them.
struct abi_frame {
    ffi_type **types;
    void **values;
    unsigned count;             // of types and values
    unsigned integers, vectors; // registers that are used up
};

// A frame for a number of arguments, which lives as long as abi.
bool abi_frame_open(struct abi *abi, struct abi_frame *frame, const struct type *result,
                    size_t arguments, struct error *error);

// Adds the next argument; value is where its bytes lie.
bool abi_frame_add(struct abi *abi, struct abi_frame *frame, const struct type *type,
                   unsigned char *value, struct error *error);

// The same as any machine but x86-64 does it, for tests.
bool abi_plain_type(struct abi *abi, const struct type *type, ffi_type **out, struct error *error);

void abi_close(struct abi *abi);

enum { ABI_EIGHTBYTE = 8 }; // bytes that have one class

// The classes of x86-64's eightbytes.
enum abi_class {
    ABI_NONE,
    ABI_INTEGER,
    ABI_SSE,
    ABI_SSEUP,
    ABI_X87,
    ABI_X87UP,
    ABI_COMPLEX_X87,
};

// Classifies a value of the type: how many eightbytes it has classes for (1 or 2; more only where
// all but the first are ABI_SSEUP, a vector's), or 0 for a value in memory.
int abi_classify(const struct type *type, enum abi_class classes[2]);

#endif

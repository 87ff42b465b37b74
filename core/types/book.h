// Names that --types declares: where types and functions are looked up by name.
#ifndef MEMTOOL_TYPES_BOOK_H
#define MEMTOOL_TYPES_BOOK_H

#include "types/type.h"

enum name_kind { NAME_TYPEDEF, NAME_STRUCT, NAME_UNION, NAME_ENUM, NAME_FUNCTION, NAME_VARIABLE };

// A provider of names: an ELF file's debug info, a C header. Its owner embeds it as the first
// member.
struct chapter {
    struct chapter *next;
    // Looks a name up. True and *out (held for the caller) or *out NULL where it is not declared;
    // false and an error where the declaration cannot be read.
    bool (*find)(struct chapter *chapter, enum name_kind kind, const char *name, size_t length,
                 const struct type **out, struct error *error);
    // Calls each for every name of that kind, until it returns false; for completion, suggestions
    // and lists.
    void (*list)(struct chapter *chapter, enum name_kind kind,
                 bool (*each)(void *context, const char *name), void *context);
    void (*close)(struct chapter *chapter);
};

// All that a session knows. The latest chapter is asked first. Start from {0}.
struct book {
    struct chapter *chapters;
};

void book_add(struct book *book, struct chapter *chapter);
void book_close(struct book *book);

// Like chapter.find, over all chapters. A NULL book knows nothing.
bool book_find(const struct book *book, enum name_kind kind, const char *name, size_t length,
               const struct type **out, struct error *error);
void book_list(const struct book *book, enum name_kind kind,
               bool (*each)(void *context, const char *name), void *context);

#endif

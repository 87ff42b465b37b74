#ifdef WITH_LIBDW
#include "images/libdw.h"

#include <dlfcn.h>
#include <string.h>

const struct libdw *libdw;

bool libdw_load(struct error *error)
{
    static struct libdw table;
    void *library, *address;

    if (libdw != NULL)
        return true;
    library = dlopen("libdw.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail(error, STATUS_DATA, "debug information is read by libdw, which cannot be loaded: %s",
             dlerror());
        return error_hint(error, "elfutils has it (libdw1, elfutils-libs)");
    }
#define LIBDW_FIND(name)                                                                           \
    if ((address = dlsym(library, #name)) == NULL)                                                 \
        goto old;                                                                                  \
    memcpy(&table.name, &address, sizeof address); /* C has no cast from object to function */
    LIBDW_FUNCTIONS(LIBDW_FIND)
#undef LIBDW_FIND
    libdw = &table; // it stays loaded: pointers into it may be kept anywhere
    return true;
old:
    dlclose(library);
    return fail(error, STATUS_DATA, "the installed libdw is too old to read debug information");
}

#else
typedef int libdw_is_left_out; // ISO C wants a declaration in every file
#endif

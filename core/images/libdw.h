// elfutils' libdw, loaded when debug information is first read and never before.
//
// Its functions are called through one table, `libdw->dwarf_attr(…)`, so that memtool starts, and
// works, without the library. Built without its headers, nothing of this is there.
#ifndef MEMTOOL_IMAGES_LIBDW_H
#define MEMTOOL_IMAGES_LIBDW_H
#ifdef WITH_LIBDW

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include "base/error.h"

// Every function of the library that memtool uses.
#define LIBDW_FUNCTIONS(X)                                                                         \
    X(dwfl_begin)                                                                                  \
    X(dwfl_end)                                                                                    \
    X(dwfl_errmsg)                                                                                 \
    X(dwfl_report_begin)                                                                           \
    X(dwfl_report_offline)                                                                         \
    X(dwfl_report_end)                                                                             \
    X(dwfl_module_getdwarf)                                                                        \
    X(dwfl_offline_section_address)                                                                \
    X(dwarf_errmsg)                                                                                \
    X(dwarf_getalt)                                                                                \
    X(dwarf_get_units)                                                                             \
    X(dwarf_cu_getdwarf)                                                                           \
    X(dwarf_srclang)                                                                               \
    X(dwarf_tag)                                                                                   \
    X(dwarf_child)                                                                                 \
    X(dwarf_siblingof)                                                                             \
    X(dwarf_diename)                                                                               \
    X(dwarf_diecu)                                                                                 \
    X(dwarf_attr)                                                                                  \
    X(dwarf_attr_integrate)                                                                        \
    X(dwarf_whatform)                                                                              \
    X(dwarf_formstring)                                                                            \
    X(dwarf_formudata)                                                                             \
    X(dwarf_formsdata)                                                                             \
    X(dwarf_formflag)                                                                              \
    X(dwarf_formref_die)                                                                           \
    X(dwarf_formaddr)                                                                              \
    X(dwarf_entrypc)                                                                               \
    X(dwarf_ranges)                                                                                \
    X(dwarf_getlocation)                                                                           \
    X(dwarf_getlocation_attr)                                                                      \
    X(dwarf_decl_file)                                                                             \
    X(dwarf_decl_line)

struct libdw {
#define LIBDW_MEMBER(name) __typeof__(name) *(name);
    LIBDW_FUNCTIONS(LIBDW_MEMBER)
#undef LIBDW_MEMBER
};

// Valid once libdw_load has succeeded.
extern const struct libdw *libdw;

// Loads the library at the first call. An error (STATUS_DATA) that says how to get it where it is
// not there, or is older than 0.171.
bool libdw_load(struct error *error);

#endif
#endif

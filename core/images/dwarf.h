// Debug information (DWARF 2 to 5) of ELF files: types, prototypes and variables by name.
//
// Read by elfutils' libdw, which is loaded at the first use; built without it, every file is an
// error that says so. Nothing of the file is run, and nothing is asked over a network.
#ifndef MEMTOOL_IMAGES_DWARF_H
#define MEMTOOL_IMAGES_DWARF_H

#include "types/book.h"

// Opens the debug information of a program, shared library or object file, its own or that of the
// separate file that its build-id or .gnu_debuglink leads to on this machine, with .dwo files and
// compressed sections. NULL and an error (STATUS_DATA) where there is none, or it is broken.
//
// What the chapter finds: typedefs (in C++ and its like, classes and enums too), structs, unions,
// enums; functions and variables by the name that programs link to, or their own. A struct that is
// defined in several units in several ways is the first of them. Functions that are declared in
// several ways, with no address to tell which it is, are an error that names two.
//
// All types of the chapter are in one pool, so one that is held keeps them all.
struct chapter *dwarf_chapter(const char *path, struct error *error);

#endif

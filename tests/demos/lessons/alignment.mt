#!/usr/bin/env -S memtool run

# Alignment
#
# A processor reads memory in words, and a number that lies across two of them
# costs two reads. So each type has an alignment, and lies at multiples of it.

# For a number it is usually its size. Look for the word "align".
layout char short int double

# A struct is aligned as its strictest field, here the double. Each field lies at
# a multiple of its own alignment: of 2, of 4, of 8.
layout 'struct {char c; short s; int i; double d;}'

# One can ask for more. This int lies at a multiple of 16, and so must the struct.
layout 'struct {char c; int i __attribute__((aligned(16)));}'

# The formats of Python's struct module know both ways. "@" aligns as C does, "<"
# does not: a byte and an int are 8 bytes, or 5.
layout '@bi' '<bi'

# memtool reads numbers at any offset, for it copies their bytes first. Here is
# an int at offset 1 of six bytes ...
cast u32le -s 1 -n 4 ff01000000ff

# ... and all three that lie in these six bytes, each one byte on.
cast u8 ff01000000ff --as bytes
cast u32le @bytes --shape 3 --strides 1

# malloc does not know what we shall store, so its memory is aligned for all types.
# We ask for 3 bytes, twice. Each address ends in 0: it is a multiple of 16.
call - 'void *malloc(size_t)' 3
call - 'void *malloc(size_t)' 3

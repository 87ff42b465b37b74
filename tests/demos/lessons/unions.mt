#!/usr/bin/env -S memtool run

# Unions
#
# The fields of a struct lie side by side. Those of a union lie in the same place.

# A float, an integer and four bytes. Every offset is 0, and the size is not 12: it
# is the size of the largest field.
layout 'union {float f; uint32_t u; unsigned char b[4];}'

# We store a float, and see three faces of the same four bytes.
array 'union {float f; uint32_t u; unsigned char b[4];}' 3.14 --as number

# The integer in hex. These are the bits of the float.
slice 0.u @number --radix 16

# The four bytes.
slice 0.b @number

# Whoever writes one field writes them all. We put 3f800000 into the integer, and the
# float becomes one.
slice 0.u @number --set 0x3f800000

# On a little-endian machine the sign of a float is in its last byte. We write bf
# over the 3f there, which sets the sign, and the float becomes minus one.
slice '0.b[3]' @number --set 0xbf

# A union does not remember which field was written last. A program must, and keeps
# a tag beside it.
layout 'struct {enum {INT, FLOAT} tag; union {int i; float f;} value;}'

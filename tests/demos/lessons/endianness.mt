#!/usr/bin/env -S memtool run

# Endianness
#
# A number of several bytes lies in memory in some order. There are two.

# We take the number 12345678, in hex, and store its little end first: 78, then 56.
# This is little-endian. Read the bytes from left to right.
array u32le 0x12345678 --as little then view

# And now its big end first, as we write numbers on paper. This is big-endian.
array u32be 0x12345678 --as big then view

# Both views hold the same number, for each view knows its order.
slice : @little --radix 16 -o values
slice : @big --radix 16 -o values

# But the bytes do not know it. We read the little-endian bytes as a big-endian
# number. Nothing warns us: we get a number, and it is another one.
cast u32be @little --radix 16 -o values

# Byte order turns the bytes inside a number, never the numbers in a list. Here are
# 1, 2 and 3 in two bytes each, little-endian and then big-endian.
array u16le 1 2 3 then view
array u16be 1 2 3 then view

# One byte has no order, and so text has none: it is a list of bytes.
view str:hello

# Which order does this machine have? We store a 1 in four bytes, in the machine's
# own order, and look at the first of them: a 1 is the little end, a 0 the big end.
array u32 1 then cast u8 then slice 0

# Files outlive machines. So a good file format names its byte order, as the "le"
# and the "be" in the types of this lesson do.

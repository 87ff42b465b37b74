#!/usr/bin/env -S memtool run

# UTF-8
#
# Text is numbers: each character has one, its code point. UTF-8 says how a code
# point lies in bytes.

# Four characters, in four bytes each. This is simple, but English would be three
# quarters zeros.
array w --fromunicode 'Aé€😀' --as text

# The same bytes as numbers, in hex. These are the code points.
cast u32 @text --radix 16 -o values

# UTF-8 takes as few bytes as it can. A code point up to 7f is one byte, the same as
# in ASCII, and its first bit is 0.
view str:A -o bits

# Up to 7ff there are two bytes. The first begins with 110, the other with 10.
view str:é -o bits

# The bits behind those marks, in a row, are the code point: 00011 101001 is e9.

# Three bytes begin with 1110, four with 11110, and each that follows with 10.
view str:€ -o bits
view str:😀 -o bits

# So every byte says what it is: a character, the first byte of one, or a later one.
# Here is a word of five characters. How many bytes has it?
view str:naïve

# strlen counts bytes, not characters.
call - 'size_t strlen(const char *)' naïve

# Whoever cuts text at any byte may cut a character in two. Three bytes end in the
# middle of the ï, and what is left of it is no character. It is shown in hex.
slice 0:3 str:naïve then cast 3s -o values

# But no character is ever found inside another. So a search for the bytes of the ï
# finds the ï alone. What it prints is the offset.
view str:naïve --find str:ï

#!/usr/bin/env -S memtool run

# Two's complement
#
# Memory holds bits, and no minus sign. How can a number be negative?

# First some numbers that are not. In each byte the bit on the far right counts 1,
# the next one 2, then 4, 8, 16, 32 and 64. The one on the far left is 0.
array i8 0 1 2 5 127 -o bits

# In a signed byte the bit on the far left counts minus 128, and the others count as
# before. So -128 is that bit alone, and -1 is all of them: -128 + 127.
array i8 -128 -127 -5 -2 -1 -o bits

# To turn the sign of a number, turn every bit, then add 1.
# Five is 00000101. With every bit turned it is -6. Add 1, and it is -5.
array i8 5 -6 -5 -o bits

# What is it good for? One circuit can add all numbers and need not know their sign.
# Without a sign these bits are 251, which is 256 - 5.
array i8 -5 then cast u8

# In two bytes -5 has eight ones more: the bit on the far left is copied to the
# left. This is called sign extension.
array i8 -5 -o bits
array i16 -5 -o bits

# Below zero there is one number more than above it, so -128 has no partner. Turn
# all its bits, and it is 127. Add 1, and the byte is -128 again.
array i8 -128 127 -128 -o bits

# An int of four bytes has the same trouble. We ask the C library for the absolute
# value of the smallest int. It has none to give, and returns the number as it was.
call - 'int abs(int)' -2147483648

#!/usr/bin/env -S memtool run

# The bits of a float
#
# A float is a number in scientific notation, in base two. It has a sign, an
# exponent and a fraction. In four bytes these are 1, 8 and 23 bits.

# The number one. An exponent of 127 stands for 2 to the 0. The fraction is 0, and
# the 1 before the point is not stored at all, since it is always there.
array f32 1 -o bits

# Minus two. The first bit is the sign, and the exponent is one more: 2 to the 1.
array f32 -2 -o bits

# The bits of the fraction count a half, a quarter, an eighth and so on.
array f32 1.5 1.25 1.75 1.875 -o bits

# In base two, a tenth has no end, as a third has none in base ten. So it is
# rounded. The line ends with the number that is really stored.
array f32 0.1 -o bits

# Eight bytes have 11 bits of exponent and 52 of fraction. This is much closer to a
# tenth, and still not a tenth.
array f64 0.1 -o bits

# Four bytes have room for 24 binary digits. Above 2 to the 24, which is 16777216,
# the odd numbers are missing. The third of these will be its neighbour.
array f32 16777215 16777216 16777217 16777218

# An exponent of ones only is no number: it is infinity, or nan, "not a number".
array f32 inf -inf nan -o bits

# An exponent of zeros only is zero, which has a sign, or a number so small that it
# has a 0 before its point. The third is the smallest of all.
array f32 0 -0.0 1e-45 -o bits

# A nan equals nothing, not even a nan. How many nans are equal to nan in this list?
array f32 nan 1 nan --count nan

# A float is bytes, like everything else. Here is the number one as it is met in a
# debugger: the same bits as an integer, in hex.
array f32 1 then cast u32 --radix 16 -o values

#!/usr/bin/env -S memtool run

# Unsigned wrap
#
# A byte has eight bits. Without a sign it counts from 0 to 255. Then it is full.

# Here are the last two numbers, with their bits.
array u8 254 255 -o bits

# The next number needs a ninth bit, and so a second byte. The big end stands first.
array u16be 254 255 256 257 300 -o bits

# In a variable of one byte, C keeps the last eight bits and drops the others. We can
# look at what it keeps: we see the numbers as bytes, and take every second one.
array u16be 254 255 256 257 300 then cast u8 then slice 1::2

# After 255 comes 0, as 0 o'clock comes after 23, and 300 has become 44: what is kept
# is the remainder of a division by 256.

# It wraps downwards too. One less than 0 is 255, the greatest number of all.
# We store -1 in a signed byte, and read the same bits without a sign.
array i8 -1 then cast u8

# Four bytes have room for numbers up to four thousand million and some more.
array i32 -1 then cast u32

# C does not say a word when it drops bits. We call abs with 300, and declare that
# its result is an unsigned char.
call - 'unsigned char abs(int)' 300

# memtool shows the bits that are there, but it never drops any of a number that you
# write. 300 does not fit in a byte. So this line, the last one, is refused.
array u8 300

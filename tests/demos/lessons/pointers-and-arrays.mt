#!/usr/bin/env -S memtool run

# Pointers and arrays
#
# An array is memory. A pointer is a number that says where memory is.

# An array of three ints.
array int 10 20 30 --as numbers

# A pointer to it. What it holds is the address of the first number, and that is
# another one in every run.
array 'int *' @numbers --as p -o values

# We follow the pointer. It points at an int, so we see one int.
cast int addr:@p -o values

# The array knows that it is three ints. The pointer does not: to see all three, we
# have to say how many bytes they are.
cast int addr:@p+12 --as there -o values

# This is the memory of the array. We write through the pointer ...
slice 1 @there --set 99 -o values

# ... and the array has changed.
slice : @numbers -o values

# What is p + 2 in C? It is 2 ints further, which is 8 bytes. We make a pointer to
# the slice that begins there: its address is greater by 8.
slice 2: @numbers --as last -o values
array 'int *' @last --as q -o values

# And p[2] is what lies there.
cast int addr:@q -o values

# A function that is given an array gets its address and nothing else. So memset has
# to be told how many bytes to fill: we fill 8 with ones. It returns the address.
call - 'void *memset(void *, int, size_t)' @numbers 255 8

# The function had no copy of the array. It wrote into ours.
slice : @numbers -o values

# A pointer does not know where the array ends. We read 16 bytes where there are 12.
# The last four are not ours: memtool has filled them with b5, to be able to tell
# when somebody writes there.
view addr:@p+16

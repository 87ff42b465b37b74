#!/usr/bin/env -S memtool run

# Row order and column order
#
# Memory is one long line. How does a table lie in it: row by row, or column by
# column?

# Here are six numbers of one byte, in the order in which they lie in memory.
array i8 1 2 3 4 5 6 --as line

# Two rows of three, as C lays them: the first row, then the second.
cast i8 @line --shape 2,3 --order C --as rows

# The same bytes in the same shape, as Fortran lays them, and Matlab and R: the first
# column, then the second, then the third.
cast i8 @line --shape 2,3 --order F --as columns -o list

# No byte was moved. The views differ in their strides alone: how far it is to the
# next row, and how far to the next column. Compare the last lines of the two.
slice : @rows -o info
slice : @columns -o info

# The stride of 1 is the way to the neighbour in memory. Loops that go that way are
# fast, since a processor fetches memory in lines of, say, 64 bytes.

# Column order in one shape is row order in the other. We lay three rows of two ...
cast i8 @line --shape 3,2 --as tall

# ... transpose them, and compare the result with the columns. They are equal, so
# nothing is printed.
cast i8 @tall --transpose --compare @columns

# A file usually wants rows. Then the bytes have to be gathered from where they lie:
# here they are in the order of the table, not in that of the memory.
slice : @columns -o hex

# In C the declaration says it: this is an array of two arrays of three.
array 'int8_t[2][3]' 1 2 3 4 5 6 --as c

# So row 1 is an array of its own, and its bytes lie side by side.
slice 0 @c then slice 1 -o list

#!/usr/bin/env -S memtool run

# Strides and transposes
#
# Memory has one dimension. A table is arithmetic.

# Six numbers in a row, of two bytes each.
array i16 1 2 3 4 5 6 --as row

# The same memory as two rows of three.
cast i16 @row --shape 2,3 --as table

# Where does element [i,j] lie? The strides tell: it is 6 bytes from one row to the
# next, and 2 from one column to the next. Read the last line.
slice : @table -o info

# So the element in row 1 and column 2 lies at byte 0 + 6*1 + 2*2, which is 10. We
# look at it, and at its offset.
slice 1,2 @table
slice 1,2 @table -o info

# To transpose a table, its shape and its strides are turned round. The numbers stay
# where they are.
cast i16 @table --transpose --as turned
slice : @turned -o info

# A column is a view as well: every third number in memory.
slice :,1 @table -o list

# With a negative stride the last row comes first.
slice ::-1 @table -o list

# The transposed table is the same memory. We write 60 to its element [2,1] ...
slice 2,1 @turned --set 60 -o list

# ... and find it at [1,2] in the other.
slice : @table -o list

# Rows may even overlap. These are windows of three numbers, each starting one number
# later: twelve elements in the memory of six.
cast i16 @row --shape 4,3 --strides 2,2 -o list

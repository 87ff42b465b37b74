#!/usr/bin/env -S memtool run

# Strings and NULs
#
# A string in C has no length. It ends where a byte is zero: at the NUL.

# Five letters are five bytes.
view str:hello

# As a C string they are six. The last one is the NUL.
view cstr:hello --as greeting

# The C library counts the bytes up to the NUL, without it.
call - 'size_t strlen(const char *)' @greeting

# So an empty string is not nothing. It is one byte.
view cstr:

# A NUL in the middle is the end, whatever stands behind it. These are twelve bytes.
# How long is the string?
view 'cstr:hello\0world' --as two
call - 'size_t strlen(const char *)' @two

# An array of char is room for a string. Here is room for eight, seen as text and
# then as bytes: what the string does not use is filled with NULs.
array 'char[8]' hello --as room
view @room

# We write a NUL over its second letter. The other letters are still there ...
view @room then slice 1 --set 00

# ... but the string has ended before them.
call - 'size_t strlen(const char *)' @room

# And without a NUL? Here are five letters again, and nothing behind them.
view str:hello --as endless

# strlen does not know that. It walks on through memory that is not ours, looking
# for a zero, until there is no memory any more. memtool says where that was.
call - 'size_t strlen(const char *)' @endless

#!/usr/bin/env -S memtool run

# Buffer overflow
#
# A C function that writes into memory is told where. Often nobody tells it how much
# room there is.

# Here is room for eight bytes.
view zero:8 --as room

# strcpy copies a string with its NUL to where we say. Five letters and a NUL fit.
# It returns the address that it was given; what is printed is the text there.
call - 'char *strcpy(char *, const char *)' @room hello
view @room

# snprintf is told: 8 bytes. It returns how long the text would have been, but it
# writes seven characters and a NUL, and stops there.
call - 'int snprintf(char *, size_t, const char *, ...)' @room 8 'hello, world'
view @room

# And if nobody stops? We give a name eight bytes, and behind it a number that says
# whether its owner may do everything: 0 is no.
array 'struct {char name[8]; int admin;}' '{ann, 0}' --as user

# This is the name, a view of its own into the same struct.
slice 0.name @user --as name

# strcpy is asked to copy a name of nine characters there.
call - 'char *strcpy(char *, const char *)' @name 'Mallory99'

# The ninth did not fit, and became the next field: 57 is the character 9. It is not
# 0, so Mallory may do everything. Nothing crashed, and nobody noticed.
slice : @user

# memtool notices when a whole buffer overflows. It keeps a red zone of known bytes
# behind each, and looks at it after every call. We copy 13 bytes into the 8 of
# "room". The error names the buffer, and the first byte that was overwritten.
call - 'char *strcpy(char *, const char *)' @room 'hello, world'

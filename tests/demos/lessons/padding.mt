#!/usr/bin/env -S memtool run

# Padding
#
# A struct may be larger than all its fields. What lies between them?

# A character, an int and a character: 1 + 4 + 1 bytes should be 6. The layout says
# where each field lies, and where there is none.
layout 'struct {char tag; int n; char end;}'

# An int lies at a multiple of 4, so the three bytes before it are empty. In an array
# the int of the next struct must do so too, so three more are empty at the end.

# Here are two such structs in a row ...
array 'struct {char tag; int n; char end;}' '{a, 1, z}' '{b, 2, z}' --as pair

# ... and here are their bytes. Of 24, twelve say nothing.
view @pair

# The layout has proposed a better order: the int first. We try it.
layout 'struct {int n; char tag; char end;}'

# One can also forbid padding. Then the int lies at offset 1, where some processors
# read it slowly, and others not at all.
layout 'struct __attribute__((packed)) {char tag; int n; char end;}'

# Nobody says what the empty bytes hold. So never compare two structs byte by byte.
# We write ff into one that is empty, at offset 2 ...
view @pair then slice 2 --set ff

# ... and the structs are what they were.
slice : @pair

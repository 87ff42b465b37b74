#!/usr/bin/env -S memtool run

# Sharing memory
#
# A view is a description laid over bytes. It is never a copy of them.

# Here are thirteen bytes. On the left is their offset, in the middle each byte in
# hex, on the right the same bytes as text. We call this view "data".
view 'str:hello, world!' --as data

# A second view of the same bytes: as characters. Nothing is copied; only the
# description is new.
cast c @data --as letters

# A slice is a view as well. From character 7 to before character 13 it is a word.
# Look at the offset: it still counts from the start of the data.
slice 7:13 @letters --as word

# We write six characters into the word.
slice : @word --set c:W,O,R,L,D,!

# We did not touch "data". But there is only one memory, and "data" shows it.
view @data

# A view can run backwards: its step is -1, and still no byte has moved.
slice ::-1 @letters --as backwards

# So its first character is the last one of the data. We write a question mark there.
slice 0 @backwards --set ?

# Where will it be in the data?
view @data

# Views share memory, so none of them can grow or shrink: its neighbours would have
# to move. Five bytes do not go into the place of six. This is refused, and ends
# the script.
slice 7:13 @data --set str:Earth

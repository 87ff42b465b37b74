# The third example: an array, its address, and a value read back through a pointer.

load ../helper

@test "buffer_info: the address and the length" {
    run -0 memtool array d 1.0 2.0 3.0 --as data -o info
    [[ $output =~ address:\ 0x[0-9a-f]+ ]]
    [[ $output == *'shape: 3'* ]]
    [[ $output == *'nbytes: 24'* ]]
}

@test "the address kept in a pointer, and element 1 read back through it" {
    prints 2.0 array d 1.0 2.0 3.0 --as data then array P @data --as ptr then cast d addr:@ptr+24 then slice 1
}

@test "the pointer holds the address that info shows" {
    memtool array d 1.0 2.0 3.0 --as data -o info then array P @data -o values >out
    [ "$(sed -n 's/address: //p' out)" = "$(tail -n 1 out)" ]
}

@test "a write through the pointer is seen in the array" {
    prints '[1.0, 9.5, 3.0]' array d 1.0 2.0 3.0 --as data then array P @data --as ptr then \
        cast d addr:@ptr+24 then slice 1 --set 9.5 then slice : @data -o list
}

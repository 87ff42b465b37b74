# The C library from the shell: each function by its prototype, and no program written for it.
# shellcheck disable=SC2016  # $1 is for the shell of a callback

load ../helper

@test "qsort sorts an array in place, by a comparison in the shell" {
    prints '[1, 2, 3, 5, 8]' array i 5 3 8 1 2 --as v then \
        call - 'void qsort(void *, size_t, size_t, int (*)(const int *, const int *))' @v 5 4 'exec:echo $(($1 - $2))' then \
        cast i @v -o list
}

@test "bsearch finds an element, and the pointer it returns is read where it points" {
    prints 5 array i 1 3 5 7 --as v then \
        call - 'int *bsearch(const int *, const void *, size_t, size_t, int (*)(const int *, const int *))' \
        i32:5 @v 4 4 'exec:echo $(($1 - $2))' then cast i addr:@ -o values
    prints 0x0 call - 'int *bsearch(const int *, const void *, size_t, size_t, int (*)(const int *, const int *))' \
        i32:4 i32:1,3,5,7 4 4 'exec:echo $(($1 - $2))'
}

@test "snprintf writes into room made for it" {
    prints $'8\narg 1: pi ~ 3.1' call - 'int snprintf(char *, size_t, const char *, ...)' out:16 16 '%s ~ %.1f' str:pi 3.14159
    prints $'8\narg 1: pi ' call - 'int snprintf(char *, size_t, const char *, ...)' out:16 4 '%s ~ %.1f' str:pi 3.14159
}

@test "strtol says where it stopped" {
    prints $'42\narg 2: nd' call - 'long strtol(const char *, char **, int)' 42nd out 10
    run -0 memtool call --errno - 'long long strtoll(const char *, char **, int)' 99999999999999999999 out 0
    [[ $output == $'9223372036854775807\narg 2: \nerrno: 34 ERANGE ('*')' ]]
}

@test "div returns a struct" {
    prints '{.quot = 3, .rem = 2}' call - 'div_t div(int, int)' 17 5
    prints 2 call - 'div_t div(int, int)' 17 5 then slice .rem
}

@test "getenv and setenv work on memtool's own environment" {
    GREETING='hello there' prints 'hello there' call - 'char *getenv(const char *)' GREETING
    prints new call - 'int setenv(const char *, const char *, int)' GREETING new 1 then \
        call - 'char *getenv(const char *)' GREETING
    prints NULL call - 'char *getenv(const char *)' SURELY_NOT_SET
}

@test "strerror knows errno's messages" {
    prints 'No such file or directory' call - 'char *strerror(int)' 2
    prints $'-1\nerrno: 2 ENOENT (No such file or directory)' call --errno - 'int open(const char *, int, ...)' /nowhere 0
}

@test "time tells the time" {
    run -0 memtool call - 'time_t time(time_t *)' NULL
    [ $((output - $(date +%s))) -ge -5 ]
    [ $((output - $(date +%s))) -le 5 ]
}

@test "gmtime and localtime break time down" {
    local tm='struct tm {int sec, min, hour, mday, mon, year, wday, yday, isdst;}'
    prints '[(40, 46, 1, 9, 8, 101, 0, 251, 0)]' \
        call - "$tm; struct tm *gmtime(const time_t *)" i64:1000000000 then cast "$tm" addr:@ -o list
    TZ=UTC-3 prints 4 call - "$tm; struct tm *localtime(const time_t *)" i64:1000000000 then \
        cast "$tm" addr:@ then slice 0.hour
    prints $'Sun Sep  9 01:46:40 2001\\n' call - 'struct tm *gmtime(const time_t *)' i64:1000000000 --as t then \
        call - 'char *asctime(const struct tm *)' addr:@t
}

@test "frexp returns two values" {
    prints $'0.75\narg 2: 3' call - 'double frexp(double, int *)' 6 out
}

@test "strtok remembers where it was from one call to the next" {
    prints $'one\ntwo\nNULL' call - 'char *strtok(char *, const char *)' one,two , -o values then \
        call - 'char *strtok(char *, const char *)' NULL , -o values then \
        call - 'char *strtok(char *, const char *)' NULL ,
}

@test "malloc's memory is read, written and freed" {
    prints abc call - 'void *malloc(size_t)' 4 --as p then \
        call - 'char *strcpy(char *, const char *)' addr:@p abc -o values then \
        call - 'void free(void *)' addr:@p
}

@test "printf's floats are doubles, as in C" {
    prints $'1.500000 2.5\n13' call - 'int printf(const char *, ...)' 'str:%f %g\n' f:1.5 2.5
}

@test "without a prototype, Python takes strlen's length of a text for that of a wide one" {
    needs python3
    prints 3 call - 'size_t strlen(const char *)' abc
    run -0 "${PYTHON:-python3}" -c 'from ctypes import CDLL; print(CDLL(None).strlen("abc"))'
    [ "$output" = 1 ]
}

@test "an address that is none ends Python, but not a script of memtool's" {
    prints 'a' run - < <(echo "call - 'char *strdup(const char *)' a")
    refuses 139 'memtool: call: strlen: SIGSEGV at address 0x*' call - 'size_t strlen(const char *)' addr:1
}

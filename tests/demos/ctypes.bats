# The first example: what ctypes does in a Python program, in one line.

load ../helper

setup_file() {
    mkdir -p "$BATS_FILE_TMPDIR"
    cat >"$BATS_FILE_TMPDIR/mylib.c" <<'END'
double my_function(int n) { return n * 1.5; }
END
    "${CC:-cc}" -shared -fPIC -o "$BATS_FILE_TMPDIR/mylib.so" "$BATS_FILE_TMPDIR/mylib.c"
}

@test "my_function(42) by its prototype is a double" {
    cd "$BATS_FILE_TMPDIR"
    prints 63.0 call ./mylib.so 'double my_function(int)' 42
}

@test "my_function(42) by --returns and a typed argument" {
    cd "$BATS_FILE_TMPDIR"
    prints 63.0 call ./mylib.so --returns double my_function i:42
}

@test "memtool refuses to guess, and says the ways to tell it" {
    cd "$BATS_FILE_TMPDIR"
    refuses 2 '*' call ./mylib.so my_function 42
    grep -q -- --returns "$BATS_TEST_TMPDIR/.err"
    grep -q -- --types "$BATS_TEST_TMPDIR/.err"
    grep -qi prototype "$BATS_TEST_TMPDIR/.err"
}

@test "Python's default result, an int, is not the answer" {
    needs python3
    cd "$BATS_FILE_TMPDIR"
    "${PYTHON:-python3}" -c 'from ctypes import CDLL; CDLL("./mylib.so")' || [ -z "${PORT:-}" ] || skip 'Python is of another machine'
    run -0 "${PYTHON:-python3}" -c '
from ctypes import CDLL, c_double
lib = CDLL("./mylib.so")
wrong = lib.my_function(42)
lib.my_function.restype = c_double
print(type(wrong).__name__, wrong != 63, lib.my_function(42))'
    [ "$output" = 'int True 63.0' ]
}

@test "an argument that is no int is refused" {
    cd "$BATS_FILE_TMPDIR"
    refuses 2 '*' call ./mylib.so 'double my_function(int)' 1.5
    refuses 2 '*does not fit*' call ./mylib.so 'double my_function(int)' 4294967296
    refuses 2 '*' call ./mylib.so 'double my_function(int)'
    refuses 2 '*' call ./mylib.so 'double my_function(int)' 1 2
}

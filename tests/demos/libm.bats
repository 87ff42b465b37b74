# The mathematics library: floats of every width, complex numbers, and no declaration of our own.

load ../helper

@test "a function of doubles" {
    prints 1.0 call m 'double cos(double)' 0
    prints 1.4142135623730951 call m 'double pow(double, double)' 2 0.5
    prints nan call m 'double sqrt(double)' -- -1
}

@test "a function of floats, and one of long doubles" {
    prints 1.4142135 call m 'float sqrtf(float)' 2
    prints 3.0 call m 'long double fabsl(long double)' -- -3
}

@test "complex numbers" {
    prints 5.0 call m 'double cabs(double _Complex)' "$(memtool cast -o values 'double _Complex' d:3,4)"
}

@test "two results" {
    prints $'0.5\narg 2: 3.0' call m 'double modf(double, double *)' 3.5 out
    prints $'0.0\narg 2: 1' call m 'double lgamma_r(double, int *)' 1 out
}

@test "the header tells the prototypes" {
    needs cc
    prints 1.0 call --types '<math.h>' m cos 0
    prints 8.0 call --types '<math.h>' m ldexp 1 3
    refuses 2 '*cos takes 1 argument, not 2*' call --types '<math.h>' m cos 0 1
}

@test "typed words tell them, too" {
    prints 1.0 call m --returns double cos d:0
    prints 8.0 call m --returns double ldexp d:1 i32:3
}

@test "a chain of calls" {
    prints 4.0 call m 'double pow(double, double)' 2 4 then call m 'double sqrt(double)' @
}

// The limit of a call: cos of libm by libffi, its arguments prepared once.
//
// call [TIMES]
#include <dlfcn.h>
#include <ffi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    long long times = argc > 1 ? strtoll(argv[1], NULL, 0) : 1;
    void *library = dlopen("libm.so.6", RTLD_NOW);
    void *function = library ? dlsym(library, "cos") : NULL;
    ffi_type *types[] = {&ffi_type_double};
    ffi_cif cif;
    double argument = 1;
    double result = 0;
    void *values[] = {&argument};

    if (function == NULL ||
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_double, types) != FFI_OK)
        return 1;
    for (long long i = 0; i < times; i++)
        ffi_call(&cif, FFI_FN(function), &result, values);
    printf("%.16g\n", result);
    return 0;
}

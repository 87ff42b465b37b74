// What the two families of x86 kernels share: how they learn what the processor has.
#ifndef MEMTOOL_BASE_HEX_X86_H
#define MEMTOOL_BASE_HEX_X86_H

#include "base/hex_kernel.h"

#include <immintrin.h>

#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

// What the processor has, as the loader found out already; else the compiler's library does, which
// costs every start-up a handful of page faults.
#if __has_include(<sys/platform/x86.h>)
#define HEX_HAS(FEATURE, name) (CPU_FEATURE_ACTIVE(FEATURE) != 0)
#else
#define HEX_HAS(FEATURE, name) (__builtin_cpu_supports(name) != 0)
#endif

#endif

// For clang-tidy and gcc -fanalyzer alone: what every reader of error.h knows and they cannot see
// across files, that recording an error gives false.
#ifndef MEMTOOL_TESTS_ANALYZER_H
#define MEMTOOL_TESTS_ANALYZER_H

#include "base/error.h"

#define fail(...)        (fail(__VA_ARGS__), false)
#define fail_at(...)     (fail_at(__VA_ARGS__), false)
#define fail_errno(...)  (fail_errno(__VA_ARGS__), false)
#define fail_memory(...) (fail_memory(__VA_ARGS__), false)
#define error_hint(...)  (error_hint(__VA_ARGS__), false)
#define error_place(...) (error_place(__VA_ARGS__), false)

#endif

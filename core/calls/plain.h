// libffi types for what libffi has words for itself; for classify.c and tests.
#ifndef MEMTOOL_CALLS_PLAIN_H
#define MEMTOOL_CALLS_PLAIN_H

#include "calls/classify.h"

// count zeroed items of size bytes that live as long as abi. NULL and an error without memory.
void *plain_new(struct abi *abi, size_t count, size_t size, struct error *error);

#endif

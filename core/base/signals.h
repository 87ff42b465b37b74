// Signals that would end memtool while it writes.
#ifndef MEMTOOL_BASE_SIGNALS_H
#define MEMTOOL_BASE_SIGNALS_H

#include "base/error.h"

// From here on a write past the limit of file sizes (setrlimit(2), `ulimit -f`) fails with EFBIG
// and ends nothing. Programs that are started inherit none of it.
void signals_fail_at_limit(void);

// Keeps back what asks memtool to end (SIGINT, SIGTERM, SIGHUP) until it is released, so that what
// is half done is not left so.
void signals_hold(void);
void signals_release(void);

// False and an error where such a signal waits to be released: asked between the pieces of long
// work.
bool signals_none_waits(struct error *error);

#endif

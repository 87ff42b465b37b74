// Signals that would end memtool while it writes.
#ifndef MEMTOOL_BASE_SIGNALS_H
#define MEMTOOL_BASE_SIGNALS_H

// From here on a write past the limit of file sizes (setrlimit(2), `ulimit -f`) fails with EFBIG
// and ends nothing. Programs that are started inherit none of it.
void signals_fail_at_limit(void);

#endif

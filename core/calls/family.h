// A process and all that it has started.
#ifndef MEMTOOL_CALLS_FAMILY_H
#define MEMTOOL_CALLS_FAMILY_H

#include <sys/types.h>

// Ends a child of ours by SIGKILL, and its children and theirs: the shells of callbacks among them.
// The child is still to be waited for.
void family_end(pid_t pid);

#endif

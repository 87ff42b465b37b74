// Long work shows how far it is on stderr, where that is a terminal and stdout is not.
#ifndef MEMTOOL_CLI_PROGRESS_H
#define MEMTOOL_CLI_PROGRESS_H

// Watches all blocks that are read from now on; nothing is shown for work that is done at once.
void progress_start(void);

// Takes away what is shown. Harmless where nothing is.
void progress_end(void);

#endif

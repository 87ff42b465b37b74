// Numbers to and from text: strict when read, shortest when printed, exact always.
//
// Text is never NUL-terminated here: printers give a length, readers take a cursor.
#ifndef MEMTOOL_BASE_NUMBER_H
#define MEMTOOL_BASE_NUMBER_H

#include "base/float.h"
#include "base/integer.h"

#endif

// Debug information: every name of any file, made a type and printed.
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/sink.h"
#include "images/dwarf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST = 200 };

struct asking {
    struct chapter *chapter;
    enum name_kind kind;
    int left;
};

static bool ask(void *context, const char *name)
{
    struct asking *asking = context;
    const struct type *type = NULL;
    struct error error = {0};
    struct sink sink;

    if (asking->chapter->find(asking->chapter, asking->kind, name, strlen(name), &type, &error) &&
        type != NULL) {
        sink_open(&sink, -1);
        type_c(&sink, type, NULL, true);
        sink_close(&sink);
        type_unref(type);
    }
    return --asking->left > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error error = {0};
    char path[40];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (fd >= 0 && write(fd, bytes, size) == (ssize_t)size) {
        struct chapter *chapter = dwarf_chapter(path, &error);

        for (int kind = NAME_TYPEDEF; chapter != NULL && kind <= NAME_VARIABLE; kind++) {
            struct asking asking = {chapter, (enum name_kind)kind, MOST};

            chapter->list(chapter, asking.kind, ask, &asking);
        }
        if (chapter != NULL)
            chapter->close(chapter);
    }
    if (fd >= 0)
        close(fd);
    return 0;
}

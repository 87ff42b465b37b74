// Where the debug information of a file is: in itself, or in a file of its own on this machine.
#ifdef WITH_LIBDW
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "images/debug.h"

// ---- libdwfl, which relocates object files

static int no_elf(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
                  char **file, Elf **elf)
{
    (void)module, (void)userdata, (void)name, (void)base, (void)file, (void)elf;
    return -1;
}

// The main file has been found already; this is asked for the file that several debug files share
// (dwz), which is named by path. libdwfl's own way would ask servers on the network.
static int open_shared(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
                       const char *file, const char *link, GElf_Word crc, char **found)
{
    (void)module, (void)userdata, (void)name, (void)base, (void)crc;
    char path[PATH_MAX + NAME_MAX];
    const char *slash = file == NULL ? NULL : strrchr(file, '/');

    if (link == NULL || strchr(link, '/') == NULL)
        return -1;
    if (*link == '/' || slash == NULL)
        snprintf(path, sizeof path, "%s", link);
    else
        snprintf(path, sizeof path, "%.*s/%s", (int)(slash - file), file, link);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        *found = strdup(path);
    return fd;
}

static bool open_dwarf(struct debug *debug, struct error *error)
{
    static Dwfl_Callbacks callbacks;
    Dwarf_Addr bias;

    callbacks.find_elf = no_elf;
    callbacks.find_debuginfo = open_shared;
    callbacks.section_address = libdw->dwfl_offline_section_address;
    debug->dwfl = libdw->dwfl_begin(&callbacks);
    if (debug->dwfl == NULL)
        return fail_memory(error);
    libdw->dwfl_report_begin(debug->dwfl);
    Dwfl_Module *module = libdw->dwfl_report_offline(debug->dwfl, debug->path, debug->path, -1);
    libdw->dwfl_report_end(debug->dwfl, NULL, NULL);
    debug->dwarf = module == NULL ? NULL : libdw->dwfl_module_getdwarf(module, &bias);
    if (debug->dwarf == NULL)
        return fail(error, STATUS_DATA, "%s: its debug information cannot be read: %s", debug->path,
                    libdw->dwfl_errmsg(-1));
    return true;
}

static bool no_debug_information(const struct debug *debug, struct error *error)
{
    fail(error, STATUS_DATA, "%s: no debug information", debug->elf->path);
    return error_hint(error, debug->elf->type == ET_DYN
                                 ? "install its debug symbols, or name a C header instead"
                                 : "compile it with -g, or name a C header instead");
}

bool debug_open(struct debug *debug, const char *path, struct error *error)
{
    debug->elf = elf_open(path, error);
    if (debug->elf == NULL)
        return false;
    if (!elf_has_debug(debug->elf)) {
        debug->separate = elf_separate(debug->elf, error);
        if (debug->separate == NULL)
            return no_debug_information(debug, error);
    }
    const char *file = debug->separate != NULL ? debug->separate->path : path;
    debug->path = memory_text(file, strlen(file), error);
    debug->pool = pool_new(error);
    return debug->path != NULL && debug->pool != NULL && libdw_load(error) &&
           open_dwarf(debug, error);
}

void debug_close(struct debug *debug)
{
    if (debug->dwfl != NULL)
        libdw->dwfl_end(debug->dwfl);
    elf_close(debug->elf);
    elf_close(debug->separate);
    pool_unref(debug->pool);
    free(debug->path);
    free(debug->entries);
    free(debug->names.slots);
    free(debug->addresses);
    free(debug->made);
    free(debug->made_map.slots);
}

#else
typedef int debug_file_is_left_out;
#endif

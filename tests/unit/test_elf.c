// The file that these tests read is their own program.
#include "unit.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "images/elf.h"

const char elf_test_text[] = "find me by my name";
int elf_test_zeroes[100];
__attribute__((visibility("default"))) int elf_test_function(int a);
__thread int elf_test_thread = 0x11223344;

int elf_test_function(int a)
{
    return a + elf_test_zeroes[0];
}

static struct error error;

static struct elf *open_self(void)
{
    struct elf *elf = elf_open("/proc/self/exe", &error);

    if (elf == NULL)
        printf("# %s\n", error.message);
    return elf;
}

static bool find(struct elf *elf, const char *name, struct elf_region *region)
{
    error_clear(&error);
    return elf_region(elf, name, strlen(name), region, &error);
}

static bool region_holds(struct elf *elf, const char *name, const void *bytes, size_t n)
{
    struct elf_region region;
    char got[64];

    return find(elf, name, &region) && region.in_file && region.size == n && n <= sizeof got &&
           elf_read(elf, region.offset, got, n, &error) && memcmp(got, bytes, n) == 0;
}

static bool fails_with(const char *text)
{
    bool good = error.status == STATUS_DATA && strstr(error.message, text) != NULL;

    if (!good)
        printf("# %s\n", error.message);
    return good;
}

static void test_names(struct elf *elf)
{
    static const int thread = 0x11223344;
    const struct elf_symbol *symbol = NULL;
    struct elf_region region;

    UNIT("a variable's bytes are found by its name",
         region_holds(elf, "elf_test_text", elf_test_text, sizeof elf_test_text));
    UNIT("a thread-local variable's first value is found",
         region_holds(elf, "elf_test_thread", &thread, sizeof thread));
    UNIT("a variable of zeroes is not in the file", find(elf, "elf_test_zeroes", &region) &&
                                                        !region.in_file &&
                                                        region.size == sizeof elf_test_zeroes);
    UNIT("a section is found by its name",
         find(elf, ".text", &region) && region.is_section && region.in_file && region.size > 0);
    UNIT("a section of zeroes has a size but no bytes",
         find(elf, ".bss", &region) && !region.in_file && region.size >= sizeof elf_test_zeroes);
    UNIT("a function is found with its kind",
         elf_symbol(elf, "elf_test_function", 17, &symbol, &error) && symbol != NULL &&
             symbol->kind == ELF_FUNCTION && !symbol->local && symbol->size > 0);
    UNIT("a name is compared whole",
         elf_symbol(elf, "elf_test_functio", 16, &symbol, &error) && symbol == NULL);
    UNIT("an unknown name is an error", !find(elf, "elf_test_txet", &region) &&
                                            fails_with("no section or symbol 'elf_test_txet'"));
    UNIT("which suggests a near one", strcmp(error.hint, "did you mean elf_test_text?") == 0);
}

static void test_file(struct elf *elf)
{
    unsigned char id[64];
    uint64_t address;
    size_t loaded = 0;

    for (size_t i = 0; i < elf->segment_count; i++)
        loaded += elf->segments[i].type == PT_LOAD;
    UNIT("the program is for this machine", elf_is_host(elf, &error));
    UNIT("its segments are listed", loaded > 0);
    UNIT("a place in the file has an address, one beyond every segment has none",
         elf_address_of(elf, 0, 4096, &address) &&
             !elf_address_of(elf, UINT64_MAX, 4096, &address));
    UNIT("the build-id is at most 64 bytes", elf_build_id(elf, id) <= sizeof id);
    UNIT("a read past the end is an error", !elf_read(elf, elf->size, id, 1, &error));
}

static bool count_function(void *context, const struct elf_symbol *function)
{
    int *count = context;

    *count += strcmp(function->name, "elf_test_function") == 0;
    return true;
}

static void test_lists(struct elf *elf)
{
    const struct elf_section *dynamic = elf_section(elf, ".dynsym", 7);
    int count = 0;

    elf_functions(elf, count_function, &count, &error);
    UNIT("a program lists what it exports", dynamic != NULL ? count <= 1 : count == 1);
}

// ---- hostile files

// Everything that can be asked of a file, over n bytes.
static void ask_all(const unsigned char *bytes, size_t n)
{
    struct elf_region region;
    const struct elf_symbol *symbol;
    unsigned char id[64];
    uint64_t at;
    int count = 0;
    struct error ignored = {0};
    struct elf *elf = elf_open_bytes("broken", bytes, n, &ignored);

    if (elf == NULL)
        return;
    elf_build_id(elf, id);
    find(elf, "elf_test_text", &region);
    find(elf, ".text", &region);
    find(elf, "nothing of that name", &region);
    elf_symbol(elf, "elf_test_function", 17, &symbol, &ignored);
    elf_functions(elf, count_function, &count, &ignored);
    elf_address_of(elf, 1, 4096, &at);
    elf_close(elf);
}

static unsigned char *read_self(size_t *size)
{
    struct elf *elf = open_self();
    unsigned char *bytes = NULL;

    if (elf != NULL && (bytes = malloc((size_t)elf->size)) != NULL) {
        *size = (size_t)elf->size;
        if (!elf_read(elf, 0, bytes, *size, &error))
            *size = 0;
    }
    elf_close(elf);
    return bytes;
}

static void test_hostile(void)
{
    size_t size = 0;
    unsigned char *bytes = read_self(&size);

    if (bytes == NULL)
        return;
    for (int i = 0; i < 200; i++) { // an exact copy, so that a read behind its end is seen
        size_t cut = i < 100 ? (size_t)i : size * (size_t)(i - 99) / 101;
        unsigned char *part = malloc(cut ? cut : 1);

        memcpy(part, bytes, cut);
        ask_all(part, cut);
        free(part);
    }
    UNIT("a file that is cut short anywhere does no harm", true);
    unsigned seed = 1;
    size_t sections = 0;
    memcpy(&sections, bytes + offsetof(Elf64_Ehdr, e_shoff), sizeof sections);
    for (int i = 0; i < 500; i++) {
        size_t at;

        seed = seed * 1103515245U + 12345U;
        at = i % 2 ? (seed >> 8) % 64 : (sections + (seed >> 8) % (64 * 30)) % size;
        unsigned char old = bytes[at];
        bytes[at] = (unsigned char)(seed >> 3);
        ask_all(bytes, size);
        bytes[at] = old;
    }
    UNIT("headers with a wrong byte do no harm", true);
    free(bytes);
}

static void test_errors(void)
{
    static const char text[] =
        "not an ELF file, but long enough to be one at the first look, is it";

    error_clear(&error);
    UNIT("a text is no ELF file", elf_open_bytes("text", text, sizeof text, &error) == NULL &&
                                      fails_with("not an ELF file"));
    error_clear(&error);
    UNIT("a file that is not there says so",
         elf_open("/nosuchfile", &error) == NULL && fails_with("/nosuchfile: No such file"));
    error_clear(&error);
    UNIT("a directory is no file", elf_open("/", &error) == NULL && fails_with("directory"));
    error_clear(&error);
    UNIT("a header that is cut short says so",
         elf_open_bytes("cut", "\177ELF\2\1\1", 7, &error) == NULL && fails_with("header"));
}

int main(void)
{
    struct elf *elf = open_self();

    UNIT("a program opens", elf != NULL);
    if (elf != NULL) {
        test_names(elf);
        test_file(elf);
        test_lists(elf);
    }
    elf_close(elf);
    test_hostile();
    test_errors();

    char *name = elf_demangle("_ZN5outer5innerEi");
    UNIT("a C++ name is demangled where the C++ library is there",
         name == NULL || strcmp(name, "outer::inner(int)") == 0);
    UNIT("a C name is not", elf_demangle("main") == NULL);
    free(name);
    return unit_end();
}

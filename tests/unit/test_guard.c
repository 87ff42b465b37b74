#include "bytes/guard.h"

#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static bool all_zero(const unsigned char *data, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (data[i] != 0)
            return false;
    return true;
}

static void on_fault(int number)
{
    _exit(number);
}

// True where touching the byte is a fault.
static bool deadly(unsigned char *at)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        signal(SIGSEGV, on_fault);
        *(volatile unsigned char *)at = 1;
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == SIGSEGV;
}

static void test_layout(void)
{
    struct error error = {0};
    struct guard_damage damage;
    bool aligned = true, zero = true, close = true, whole = true;

    for (uint64_t size = 0; size < 9000; size += size < 100 ? 1 : 37) {
        struct guard *guard = guard_new("a", size, 0, &error);

        aligned = aligned && (uintptr_t)guard->data % GUARD_ALIGN == 0;
        zero = zero && all_zero(guard->data, guard->size) && guard->size == size;
        ptrdiff_t room = guard->map + guard->mapped - 4096 - (guard->data + size);
        close = close && room >= GUARD_ZONE && room < GUARD_ZONE + GUARD_ALIGN;
        memset(guard->data, 0xff, guard->size);
        whole = whole && guard_intact(&damage);
        guard_free(guard);
    }
    UNIT("data is aligned", aligned);
    UNIT("data is zeroed, and as long as it was asked for", zero);
    if (sysconf(_SC_PAGESIZE) == 4096)
        UNIT("data ends one red zone before the second guard page", close);
    UNIT("writes inside the data damage nothing", whole);
}

static void test_alignment(void)
{
    struct error error = {0};
    bool good = true;

    for (uint64_t align = 1; align <= 4096; align *= 2)
        for (uint64_t size = 0; size < 200; size += 7) {
            struct guard *guard = guard_new("a", size, align, &error);
            good = good && (uintptr_t)guard->data % align == 0;
            memset(guard->data, 1, guard->size);
            guard_free(guard);
        }
    UNIT("any alignment up to a page is kept", good);
}

static void test_damage(void)
{
    struct error error = {0};
    struct guard_damage damage = {0};
    struct guard *other = guard_new("other", 7, 0, &error);
    struct guard *guard = guard_new("@dst", 5, 0, &error);

    guard->data[5] = 'x';
    UNIT("one byte past the end is seen", !guard_intact(&damage));
    UNIT("the damaged buffer is named", damage.guard == guard);
    UNIT("the offset and the byte are given",
         damage.offset == 5 && damage.byte == 'x' && damage.count == 1);
    guard->data[5] = guard->data[6];
    UNIT("a repaired zone is whole", guard_intact(&damage));
    guard->data[-1] = 'y';
    guard->data[-3] = 'z';
    UNIT("a byte before the start is seen", !guard_intact(&damage));
    UNIT("of several, the one nearest to the data is given",
         damage.guard == guard && damage.offset == -1 && damage.byte == 'y' && damage.count == 2);
    guard_free(guard);
    UNIT("a freed buffer is no longer looked at", guard_intact(&damage));
    memset(other->data + 7, 0, GUARD_ZONE);
    UNIT("damage in the first buffer of the registry is seen",
         !guard_intact(&damage) && damage.offset == 7 && damage.count == GUARD_ZONE);
    guard_free(other);
}

static void test_find(void)
{
    struct error error = {0};
    struct guard *guard = guard_new("a", 100, 0, &error);
    int64_t offset = 0;
    uintptr_t at = (uintptr_t)guard->data;

    UNIT("an address inside is found", guard_find(at + 4, &offset) == guard && offset == 4);
    UNIT("an address past the end is found",
         guard_find(at + 100 + 4000, &offset) == guard && offset == 4100);
    UNIT("an address before the start is found",
         guard_find(at - 5000, &offset) == guard && offset == -5000);
    UNIT("an address far away is not", guard_find(at + 100 + 2 * GUARD_NEAR, &offset) == NULL);
    UNIT("the page after the buffer kills", deadly(guard->map + guard->mapped - 1));
    UNIT("the page before the buffer kills", deadly(guard->map));
    UNIT("the data does not", !deadly(guard->data) && !deadly(guard->data + 99));
    guard_free(guard);
    UNIT("an empty registry finds nothing", guard_find(at, &offset) == NULL);
}

static void test_sizes(void)
{
    struct error error = {0};
    struct guard *huge = guard_new("zero:1T", UINT64_C(1) << 40, 0, &error);

    if (sizeof(void *) == 8 && getenv("MEMTOOL_VALGRIND") == NULL) { // it maps no terabytes
        UNIT("a terabyte costs nothing until it is touched",
             huge != NULL && huge->data[(UINT64_C(1) << 40) - 1] == 0);
        guard_free(huge);
    }
    error_clear(&error);
    UNIT("a size that overflows is refused",
         guard_new("a", UINT64_MAX, 0, &error) == NULL && error.status == STATUS_DATA);
    error_clear(&error);
    UNIT("a size above the address space is refused",
         guard_new("a", INT64_MAX - 100000, 0, &error) == NULL && error.status == STATUS_DATA);
}

static void test_words(void)
{
    struct error error = {0};
    char text[GUARD_TEXT];
    char name[200];

    guard_describe(text, "@a", 16, 19);
    UNIT("past the end in words", strcmp(text, "3 bytes past the end of @a (16 bytes)") == 0);
    guard_describe(text, "@a", 1, -1);
    UNIT("before the start in words", strcmp(text, "1 byte before the start of @a (1 byte)") == 0);
    guard_describe(text, "@a", 16, 4);
    UNIT("inside in words", strcmp(text, "offset 4 of @a (16 bytes)") == 0);
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    UNIT("a long name fits", guard_describe(text, name, UINT64_MAX, INT64_MIN) < GUARD_TEXT);
    struct guard *guard = guard_new(name, 1, 0, &error);
    UNIT("a long name is cut",
         strlen(guard->name) == GUARD_NAME - 1 && strcmp(guard->name + GUARD_NAME - 4, "...") == 0);
    guard_free(guard);
}

int main(void)
{
    test_layout();
    test_alignment();
    test_damage();
    test_find();
    test_sizes();
    test_words();
    return unit_end();
}

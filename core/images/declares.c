#include "images/declares.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "images/dwarf.h"
#include "images/header.h"
#include "images/library.h"

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

// What a file at a path is, by its first bytes. No file is no error yet.
enum content {
    CONTENT_NONE,
    CONTENT_FOLDER,
    CONTENT_ELF,
    CONTENT_ARCHIVE,
    CONTENT_SCRIPT,
    CONTENT_TEXT
};

static bool look(const char *path, enum content *content, struct error *error)
{
    static const struct {
        const char *start;
        enum content content;
    } starts[] = {{"\177ELF", CONTENT_ELF},
                  {"!<arch>\n", CONTENT_ARCHIVE},
                  {"!<thin>\n", CONTENT_ARCHIVE},
                  {"/* GNU ld script", CONTENT_SCRIPT}};
    char bytes[17] = {0};
    struct stat about;

    *content = CONTENT_NONE;
    if (stat(path, &about) != 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG ||
               fail_errno(error, errno, "%s", path);
    if (S_ISDIR(about.st_mode)) {
        *content = CONTENT_FOLDER;
        return true;
    }
    if (!S_ISREG(about.st_mode)) {
        *content = CONTENT_TEXT; // /dev/stdin, a FIFO: once read it is gone
        return true;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_errno(error, errno, "%s", path);
    size_t used = 0;
    ssize_t got;
    while ((got = read(fd, bytes + used, sizeof bytes - 1 - used)) > 0 ||
           (got < 0 && errno == EINTR))
        used += got > 0 ? (size_t)got : 0;
    int problem = errno;
    close(fd);
    if (got < 0)
        return fail_errno(error, problem, "%s", path);
    *content = CONTENT_TEXT;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (starts_with(bytes, starts[i].start))
            *content = starts[i].content;
    return true;
}

// A word that can only be a path.
static bool is_only_path(const char *word)
{
    return *word == '/' || starts_with(word, "./") || starts_with(word, "../");
}

static bool is_soname(const char *word)
{
    size_t length = strlen(word);

    return strchr(word, '/') == NULL &&
           (strstr(word, ".so.") != NULL || (length > 3 && strcmp(word + length - 3, ".so") == 0));
}

static struct chapter *library_chapter(const char *word, struct error *error)
{
    char *path = library_resolve(word, strlen(word), error);
    struct chapter *chapter = path == NULL ? NULL : dwarf_chapter(path, error);

    free(path);
    return chapter;
}

// <name>: the name between the brackets.
static struct chapter *bracketed_chapter(const char *word, struct error *error)
{
    char *name = memory_text(word + 1, strlen(word) - 2, error);
    struct chapter *chapter = name == NULL ? NULL : header_chapter(HEADER_INCLUDED, name, error);

    free(name);
    return chapter;
}

static struct chapter *word_chapter(const char *word, struct error *error)
{
    size_t length = strlen(word);
    enum content content;

    if (length > 2 && word[0] == '<' && word[length - 1] == '>')
        return bracketed_chapter(word, error);
    if (!look(word, &content, error))
        return NULL;
    switch (content) {
    case CONTENT_ELF:
        return dwarf_chapter(word, error);
    case CONTENT_TEXT:
        return header_chapter(HEADER_PATH, word, error);
    case CONTENT_ARCHIVE:
    case CONTENT_SCRIPT:
        fail(error, STATUS_DATA, "%s: %s", word,
             content == CONTENT_ARCHIVE ? "an archive of object files" : "a script for the linker");
        error_hint(error, "name an object file, program or shared library instead");
        return NULL;
    default:
        break; // a folder may have the name of a header
    }
    if (is_only_path(word)) {
        fail_errno(error, content == CONTENT_FOLDER ? EISDIR : ENOENT, "%s", word);
        return NULL;
    }
    return is_soname(word) ? library_chapter(word, error)
                           : header_chapter(HEADER_GUESSED, word, error);
}

bool declares_add(struct book *book, const char *word, struct error *error)
{
    struct chapter *chapter;

    if (*word == '\0')
        return fail_at(error, STATUS_USAGE, span_of(word), "--types needs a file");
    chapter = word_chapter(word, error);
    if (chapter == NULL)
        return error_place(error, span_of(word));
    book_add(book, chapter);
    return true;
}

#include "images/header.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "types/cdecl.h"

enum { MAX_WORDS = 32, MESSAGES_MAX = 64 * 1024, NAME_LENGTH = 600, INPUT_MAX = 4000 };

// The command, its words in a copy of $CC.
struct command {
    char *words;
    char *argv[MAX_WORDS + 6];
    size_t count;
};

// What the preprocessor wrote, and how it ended.
struct output {
    struct bytes text, messages;
    int status;
};

// ---- the command

static bool make_command(struct command *command, const char *file, struct error *error)
{
    static char preprocess[] = "-E", language[] = "-xc";
    const char *compiler = getenv("CC");
    char *rest = NULL;

    if (compiler == NULL || compiler[strspn(compiler, " \t")] == '\0')
        compiler = "cc";
    command->words = memory_text(compiler, strlen(compiler), error);
    if (command->words == NULL)
        return false;
    for (char *word = strtok_r(command->words, " \t", &rest); word != NULL;
         word = strtok_r(NULL, " \t", &rest)) {
        if (command->count == MAX_WORDS)
            return fail(error, STATUS_USAGE, "CC holds more than %d words", MAX_WORDS);
        command->argv[command->count++] = word;
    }
    command->argv[command->count++] = preprocess;
    command->argv[command->count++] = language;
    command->argv[command->count++] = (char *)file;
    return true;
}

// ---- running it

struct pipes {
    int in[2], out[2], messages[2];
};

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void close_pipes(struct pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        close_end(&pipes->in[i]);
        close_end(&pipes->out[i]);
        close_end(&pipes->messages[i]);
    }
}

// The child's standard streams are the pipes, but where it gets no input, so that a header may be
// memtool's own stdin by its path; it starts with no signal ignored or blocked.
static int spawn(pid_t *pid, struct command *command, struct pipes *pipes, bool input)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    int problem;

    if ((problem = posix_spawn_file_actions_init(&actions)) != 0)
        return problem;
    if ((problem = posix_spawnattr_init(&attributes)) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return problem;
    }
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if ((problem = input ? posix_spawn_file_actions_adddup2(&actions, pipes->in[0], 0) : 0) == 0 &&
        (problem = posix_spawn_file_actions_adddup2(&actions, pipes->out[1], 1)) == 0 &&
        (problem = posix_spawn_file_actions_adddup2(&actions, pipes->messages[1], 2)) == 0)
        problem =
            posix_spawnp(pid, command->argv[0], &actions, &attributes, command->argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return problem;
}

// Reads what is there; closes the pipe at its end. Bytes above most are dropped.
static bool read_pipe(int *end, struct bytes *to, size_t most, struct error *error)
{
    unsigned char piece[16 * 1024];
    ssize_t got = read(*end, piece, sizeof piece);

    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0)
        return fail_errno(error, errno, "cannot read from the preprocessor");
    if (got == 0)
        close_end(end);
    if (to->used >= most)
        return true;
    return bytes_append(to, piece, (size_t)got, error);
}

static bool read_both(struct pipes *pipes, struct output *output, struct error *error)
{
    while (pipes->out[0] >= 0 || pipes->messages[0] >= 0) {
        struct pollfd ends[] = {{.fd = pipes->out[0], .events = POLLIN},
                                {.fd = pipes->messages[0], .events = POLLIN}};

        if (poll(ends, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return fail_errno(error, errno, "cannot wait for the preprocessor");
        }
        if (ends[0].revents != 0 && !read_pipe(&pipes->out[0], &output->text, HEADER_MAX, error))
            return false;
        if (ends[1].revents != 0 &&
            !read_pipe(&pipes->messages[0], &output->messages, MESSAGES_MAX, error))
            return false;
    }
    return true;
}

// The input is shorter than any pipe, and stands there before the child starts.
static bool open_pipes(struct pipes *pipes, const char *input, struct error *error)
{
    size_t length = strlen(input);

    *pipes = (struct pipes){{-1, -1}, {-1, -1}, {-1, -1}};
    if (pipe2(pipes->in, O_CLOEXEC) != 0 || pipe2(pipes->out, O_CLOEXEC) != 0 ||
        pipe2(pipes->messages, O_CLOEXEC) != 0)
        return fail_errno(error, errno, "cannot make a pipe");
    while (length > 0) {
        ssize_t put = write(pipes->in[1], input, length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return fail_errno(error, put < 0 ? errno : EIO, "cannot write to a pipe");
        input += put;
        length -= (size_t)put;
    }
    close_end(&pipes->in[1]);
    return true;
}

static bool run(struct command *command, const char *input, struct output *output,
                struct error *error)
{
    struct pipes pipes;
    bool good = false;
    pid_t pid;

    if (!open_pipes(&pipes, input, error))
        goto out;
    int problem = spawn(&pid, command, &pipes, input[0] != '\0');
    if (problem != 0) {
        fail(error, STATUS_DATA, "headers are read through the C preprocessor, but %s: %s",
             command->argv[0], strerror(problem));
        error_hint(error, "install a C compiler, or name one in CC");
        goto out;
    }
    close_end(&pipes.in[0]);
    close_end(&pipes.out[1]);
    close_end(&pipes.messages[1]);
    good = read_both(&pipes, output, error);
    close_pipes(&pipes);
    while (waitpid(pid, &output->status, 0) < 0 && errno == EINTR)
        continue;
out:
    close_pipes(&pipes);
    return good;
}

// ---- its messages

// The first line that says `error:`, else the first line; *length is what is left of it without
// the place in memtool's own input.
static const char *first_message(const struct output *output, size_t *length)
{
    static const char own[] = "<stdin>:";
    const char *text = (const char *)output->messages.bytes;
    size_t size = output->messages.used;
    const char *found = size == 0 ? NULL : memmem(text, size, "error: ", 7);

    if (size == 0) {
        *length = 0;
        return "";
    }
    const char *line = found == NULL ? text : found;
    if (found != NULL) {
        while (line > text && line[-1] != '\n')
            line--;
        if (strncmp(line, own, sizeof own - 1) == 0)
            line = found + 7;
    }
    const char *end = memchr(line, '\n', size - (size_t)(line - text));
    *length = (size_t)((end == NULL ? text + size : end) - line);
    return line;
}

// Compilers say `stat.h: No such file or directory`, `'stat.h' file not found`, or what the input
// made them say.
static bool is_not_found(const char *name, const char *message, size_t length)
{
    static const char own[] = "#error ";
    size_t n = strlen(name);

    if (length > sizeof own && memcmp(message, own, sizeof own - 1) == 0) {
        message += sizeof own - 1;
        length -= sizeof own - 1;
    }
    if (length > n + 2 && *message == '\'')
        return memcmp(message + 1, name, n) == 0 && message[n + 1] == '\'';
    return length > n + 2 && memcmp(message, name, n) == 0 && memcmp(message + n, ": ", 2) == 0;
}

static bool preprocessor_failed(const struct command *command, const char *name,
                                const struct output *output, struct error *error)
{
    size_t length;
    const char *message = first_message(output, &length);

    if (length == 0)
        return fail(error, STATUS_DATA, "%s: %s -E failed", name, command->argv[0]);
    if (is_not_found(name, message, length))
        return fail(error, STATUS_DATA, "%s finds no header <%s>", command->argv[0], name);
    return fail(error, STATUS_DATA, "%s: %s: %.*s", name, command->argv[0],
                (int)(length < 300 ? length : 300), message);
}

// ---- headers

static struct chapter *read_text(const struct output *output, const char *name, struct error *error)
{
    struct cursor cursor = cursor_over(
        output->text.bytes == NULL ? "" : (const char *)output->text.bytes, output->text.used);

    if (output->text.used >= HEADER_MAX) {
        fail(error, STATUS_DATA, "%s: more than %d MiB of declarations", name, HEADER_MAX >> 20);
        return NULL;
    }
    return c_header_read(&cursor, error);
}

// What the preprocessor is to read: a file by its path, which is no option; or one line of input.
static bool describe(enum header_place place, const char *name, char file[PATH_MAX + 8],
                     char input[INPUT_MAX], struct error *error)
{
    if (strlen(name) >= PATH_MAX)
        return fail_errno(error, ENAMETOOLONG, "%.40s...", name);
    input[0] = '\0';
    if (place == HEADER_PATH) {
        snprintf(file, PATH_MAX + 8, "%s%s", *name == '-' ? "./" : "", name);
        return true;
    }
    if (*name == '\0' || strlen(name) > NAME_LENGTH || strpbrk(name, ">\n\r") != NULL)
        return fail(error, STATUS_USAGE, "'%.80s' is no name of a header", name);
    memcpy(file, "-", 2);
    // gcc says nothing of a missing header that __has_include has asked for.
    snprintf(input, INPUT_MAX,
             place == HEADER_GUESSED && strchr(name, '/') == NULL
                 ? "#if __has_include(<%1$s>)\n#include <%1$s>\n"
                   "#elif __has_include(<sys/%1$s>)\n#include <sys/%1$s>\n"
                   "#else\n#error %1$s: not found\n#endif\n"
                 : "#include <%s>\n",
             name);
    return true;
}

struct chapter *header_chapter(enum header_place place, const char *name, struct error *error)
{
    struct command command = {0};
    struct output output = {0};
    struct chapter *chapter = NULL;
    char file[PATH_MAX + 8], input[INPUT_MAX];

    if (!describe(place, name, file, input, error) || !make_command(&command, file, error) ||
        !run(&command, input, &output, error))
        goto out;
    if (!WIFEXITED(output.status) || WEXITSTATUS(output.status) != 0)
        preprocessor_failed(&command, name, &output, error);
    else
        chapter = read_text(&output, name, error);
out:
    free(command.words);
    free(output.text.bytes);
    free(output.messages.bytes);
    return chapter;
}

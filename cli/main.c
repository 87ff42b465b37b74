// memtool: Python's memory interface at the shell.
//
// A map of the house; data flows from top to bottom, and a room includes only those above it.
//
//   core/base     errors as values, checked memory, numbers and hex as text, buffered output
//   core/types    one type system; formats, C and short names are read into it
//   core/images   libraries, ELF files, debug info and headers: types and symbols by name
//   core/bytes    stores: memory, files, streams, processes behind one small table
//   core/views    views over stores: casts, slices, writes, literals, SOURCE words, blocks
//   core/forms    what -o names: one file a form, one table of them
//   core/calls    C functions through libffi, in a fork that can be lost
//   cli           this thin face: main, chain (split at `then`), options, report, and one
//                 cmd_NAME.c a command (commands.c has the table)
#include "base/sink.h"
#include "chain.h"
#include "command.h"
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#ifndef MEMTOOL_VERSION
#define MEMTOOL_VERSION "0.1.0"
#endif

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int print_version(struct session *session)
{
    struct error error = {0};

    sink_text(&session->out, "memtool " MEMTOOL_VERSION "\n");
    if (!sink_flush(&session->out, &error))
        report(&error, NULL, NULL);
    return error.status;
}

// --help [COMMAND]: the same as help [COMMAND], whatever stands behind it.
static int run_help(struct session *session, char *command)
{
    char help[] = "help";
    char *words[] = {help, command};

    return chain_run(session, words, command != NULL ? 2 : 1);
}

// A file that is opened must not stand in for stdin, stdout or stderr where one of them is closed:
// what is written there fails, and never reaches the file.
static void keep_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _exit(STATUS_DATA);
    }
}

int main(int argc, char **argv)
{
    struct session session;
    int status;

    keep_standard_descriptors();
    session_open(&session);
    if (argc < 2) {
        struct error error = {0};

        fail(&error, STATUS_USAGE, "a command is missing");
        error_hint(&error, "memtool help lists the commands");
        report(&error, NULL, NULL);
        status = STATUS_USAGE;
    } else if (is_one_of(argv[1], "--help", "-h")) {
        status = run_help(&session, argc > 2 && argv[2][0] != '-' ? argv[2] : NULL);
    } else if (is_one_of(argv[1], "--version", "-V")) {
        status = print_version(&session);
    } else {
        status = chain_run(&session, argv + 1, argc - 1);
    }
    session_close(&session);
    return status;
}

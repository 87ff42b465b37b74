#include "calls/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STATUS_FD = 3, SAFE_FD = 10, NOT_FOUND = 127 };

// The command's output and the word that it is over come on two channels, so that no output can be
// taken for the end. The command does not get the second one.
#define BEGIN "__memtool_command=$1\n"
#define RUN   "eval \"$__memtool_command\" </dev/null 3>&-\necho $? >&3\n"

static bool write_all(int fd, const void *bytes, size_t n)
{
    const char *at = bytes;

    while (n > 0) {
        ssize_t done = send(fd, at, n, MSG_NOSIGNAL);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

// In the child: the three channels as 0, 1 and STATUS_FD, and then the shell.
static _Noreturn void become_shell(int in, int output, int status, const char *command)
{
    int from[] = {in, output, status}, to[] = {0, 1, STATUS_FD};

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int i = 0; i < 3; i++)
        from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, SAFE_FD);
    for (int i = 0; i < 3; i++)
        if (from[i] < 0 || dup2(from[i], to[i]) < 0)
            _exit(NOT_FOUND);
    execl("/bin/sh", "sh", "-s", "--", command, (char *)NULL);
    _exit(NOT_FOUND);
}

static void close_pair(const int pair[2])
{
    close(pair[0]);
    close(pair[1]);
}

static bool start(struct shell *shell, const char *command, struct error *error)
{
    int in[2], output[2], status[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0)
        return fail_errno(error, errno, "cannot start a shell");
    if (pipe2(output, O_CLOEXEC) != 0) {
        close_pair(in);
        return fail_errno(error, errno, "cannot start a shell");
    }
    if (pipe2(status, O_CLOEXEC) != 0) {
        close_pair(in);
        close_pair(output);
        return fail_errno(error, errno, "cannot start a shell");
    }
    pid_t pid = fork();
    if (pid == 0)
        become_shell(in[1], output[1], status[1], command);
    int number = errno;
    close(in[1]);
    close(output[1]);
    close(status[1]);
    *shell = (struct shell){.pid = pid, .in = in[0], .output = output[0], .status = status[0]};
    if (pid < 0) {
        shell->pid = 0;
        close(in[0]);
        close(output[0]);
        close(status[0]);
        return fail_errno(error, number, "cannot start a shell");
    }
    fcntl(shell->output, F_SETFL, O_NONBLOCK);
    return write_all(shell->in, BEGIN, strlen(BEGIN)) ||
           fail(error, STATUS_DATA, "the shell has ended");
}

// Reads what there is; *ended is set at the end of the output.
static bool drain(int fd, struct bytes *to, bool *ended, struct error *error)
{
    char room[4096];
    ssize_t n;

    while ((n = read(fd, room, sizeof room)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0)
            continue;
        if (to->used + (size_t)n > SHELL_MAX_OUTPUT)
            return fail(error, STATUS_DATA, "the command printed more than %d bytes",
                        SHELL_MAX_OUTPUT);
        if (!bytes_append(to, room, (size_t)n, error))
            return false;
    }
    *ended = n == 0;
    return n == 0 || errno == EAGAIN ||
           fail_errno(error, errno, "cannot read what the command printed");
}

// The shell has ended by itself: its status.
static int ended_status(struct shell *shell)
{
    int status = 0;

    close(shell->in);
    close(shell->output);
    close(shell->status);
    waitpid(shell->pid, &status, 0);
    shell->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_SIGNAL + WTERMSIG(status);
}

// Reads the output, and the status once the run is over: an empty text where the shell has ended
// instead, and all that had its output too.
static bool gather(struct shell *shell, struct bytes *output, char text[16], struct error *error)
{
    struct pollfd fds[2] = {{.fd = shell->status, .events = POLLIN},
                            {.fd = shell->output, .events = POLLIN}};
    bool dead = false, silent = false; // the ends of the two

    text[0] = '\0';
    while (!dead || !silent) {
        if (poll(fds, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return fail_errno(error, errno, "cannot wait for the shell");
        }
        ssize_t n = fds[0].revents != 0 ? read(shell->status, text, 15) : -1;
        // What was printed before the status was written is there by now.
        if (!silent && !drain(shell->output, output, &silent, error))
            return false;
        if (n > 0) {
            text[n] = '\0';
            return true;
        }
        dead = dead || n == 0;
        fds[0].fd = dead ? -1 : shell->status;
        fds[1].fd = silent ? -1 : shell->output;
    }
    return true;
}

bool shell_run(struct shell *shell, const char *command, const struct bytes *arguments,
               struct bytes *output, int *status, struct error *error)
{
    struct bytes text = {0};

    if (shell->pid == 0 && !start(shell, command, error))
        return false;
    bool good = bytes_append(&text, "set -- ", 7, error) &&
                bytes_append(&text, arguments->bytes, arguments->used, error) &&
                bytes_append(&text, "\n" RUN, strlen("\n" RUN), error);
    good = good && (write_all(shell->in, text.bytes, text.used) ||
                    fail(error, STATUS_DATA, "the shell has ended"));
    free(text.bytes);
    char word[16] = "";
    if (!good || !gather(shell, output, word, error))
        return false;
    *status = word[0] != '\0' ? (int)strtol(word, NULL, 10) : ended_status(shell);
    return true;
}

bool shell_quote(struct bytes *to, const char *text, size_t n, struct error *error)
{
    const char *end = text + n;

    if (!bytes_append(to, "'", 1, error))
        return false;
    while (text < end) {
        const char *quote = memchr(text, '\'', (size_t)(end - text));
        size_t plain = quote != NULL ? (size_t)(quote - text) : (size_t)(end - text);

        if (!bytes_append(to, text, plain, error) ||
            (quote != NULL && !bytes_append(to, "'\\''", 4, error)))
            return false;
        text += plain + (quote != NULL);
    }
    return bytes_append(to, "'", 1, error);
}

void shell_close(struct shell *shell)
{
    if (shell->pid != 0)
        ended_status(shell);
}

// readline by dlopen, so that nobody but the prompt pays for it.
#include "editor.h"

#include "complete.h"

#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HISTORY_LINES = 1000 };

typedef char *generator(const char *text, int state);

// The part of readline that is used, and its variables.
struct readline {
    void *library;
    char *(*readline)(const char *prompt);
    void (*add_history)(const char *line);
    int (*read_history)(const char *path);
    int (*write_history)(const char *path);
    void (*stifle_history)(int lines);
    char **(*completion_matches)(const char *text, generator *next);
    char **line_buffer;
    char **(**attempted_completion_function)(const char *text, int start, int end);
    const char **basic_word_break_characters;
    const char **readline_name;
};

struct editor {
    struct readline readline;
    bool usable;
    char *history; // the file's path; NULL: none
};

// readline calls back without a context, so what its callbacks need is kept here.
static struct {
    struct readline *readline;
    const struct scope *scope;
    volatile sig_atomic_t interrupted;
    volatile sig_atomic_t reading; // readline is at work, and `cancelled` may be jumped to
    sigjmp_buf cancelled;
} now;

static const struct {
    const char *name;
    size_t field;
} symbols[] = {
#define SYMBOL(field, name)                                                                        \
    {                                                                                              \
        name, offsetof(struct readline, field)                                                     \
    }
    SYMBOL(readline, "readline"),
    SYMBOL(add_history, "add_history"),
    SYMBOL(read_history, "read_history"),
    SYMBOL(write_history, "write_history"),
    SYMBOL(stifle_history, "stifle_history"),
    SYMBOL(completion_matches, "rl_completion_matches"),
    SYMBOL(line_buffer, "rl_line_buffer"),
    SYMBOL(attempted_completion_function, "rl_attempted_completion_function"),
    SYMBOL(basic_word_break_characters, "rl_basic_word_break_characters"),
    SYMBOL(readline_name, "rl_readline_name"),
#undef SYMBOL
};

static bool load(struct readline *readline)
{
    static const char *const names[] = {"libreadline.so.8", "libreadline.so.7", "libreadline.so"};

    for (size_t i = 0; i < sizeof names / sizeof *names && readline->library == NULL; i++)
        readline->library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (readline->library == NULL)
        return false;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(readline->library, symbols[i].name);

        if (symbol == NULL)
            return false;
        memcpy((char *)readline + symbols[i].field, &symbol, sizeof symbol);
    }
    return true;
}

static void on_interrupt(int number)
{
    (void)number;
    now.interrupted = 1;
    // readline tidies the terminal up and raises the signal again outside of its handler.
    if (now.reading)
        siglongjmp(now.cancelled, 1);
}

static char *next_match(const char *text, int state)
{
    return complete_next(now.scope, *now.readline->line_buffer, text, state == 0);
}

static char **complete(const char *text, int start, int end)
{
    (void)start;
    (void)end;
    // No match: readline goes on with the names of files.
    return now.readline->completion_matches(text, next_match);
}

static void set_up(struct editor *editor, const struct scope *scope)
{
    struct readline *readline = &editor->readline;
    const char *home = getenv("HOME");

    now.readline = readline;
    now.scope = scope;
    *readline->readline_name = "memtool";
    *readline->basic_word_break_characters = " \t\n";
    *readline->attempted_completion_function = complete;
    readline->stifle_history(HISTORY_LINES);
    if (home != NULL && asprintf(&editor->history, "%s/.memtool_history", home) < 0)
        editor->history = NULL;
    if (editor->history != NULL)
        readline->read_history(editor->history);
}

struct editor *editor_open(const struct scope *scope)
{
    static struct editor editor;
    struct sigaction action = {.sa_handler = on_interrupt};

    editor = (struct editor){0};
    editor.usable = load(&editor.readline);
    if (editor.usable)
        set_up(&editor, scope);
    // Without SA_RESTART, so that a plain read ends as well.
    sigaction(SIGINT, &action, NULL);
    return &editor;
}

// Waits for a line, or for Ctrl-C from the moment on that the prompt is seen.
static bool wait_for_line(const char *prompt)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    sigset_t interrupt, before;

    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    fputs(prompt, stdout);
    fflush(stdout);
    bool good = ppoll(&input, 1, NULL, &before) >= 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return good;
}

// Without readline: a prompt and a line.
static char *plain_line(const char *prompt)
{
    char *line = NULL;
    size_t capacity = 0;

    if (!wait_for_line(prompt))
        return NULL;
    ssize_t n = getline(&line, &capacity, stdin);
    if (n <= 0) {
        clearerr(stdin);
        free(line);
        return NULL;
    }
    if (line[n - 1] == '\n')
        line[n - 1] = '\0';
    return line;
}

static char *edited_line(const struct readline *readline, const char *prompt)
{
    char *line = NULL;

    if (sigsetjmp(now.cancelled, 1) == 0) {
        now.reading = 1;
        line = readline->readline(prompt);
    }
    now.reading = 0;
    return line;
}

char *editor_line(struct editor *editor, const char *prompt, bool *cancelled)
{
    now.interrupted = 0;
    char *line = editor->usable ? edited_line(&editor->readline, prompt) : plain_line(prompt);
    *cancelled = now.interrupted;
    if (*cancelled) {
        free(line);
        line = NULL;
    }
    if (line == NULL)
        (void)!write(STDOUT_FILENO, "\n", 1);
    return line;
}

void editor_remember(struct editor *editor, const char *line)
{
    if (editor->usable)
        editor->readline.add_history(line);
}

void editor_close(struct editor *editor)
{
    if (editor->usable && editor->history != NULL)
        editor->readline.write_history(editor->history);
    free(editor->history);
    signal(SIGINT, SIG_DFL);
}

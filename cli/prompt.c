// The prompt. Line editing is readline's, loaded only here; without it, lines are read plainly.
#include "prompt.h"

#include "chain.h"
#include "editor.h"
#include "report.h"
#include "words.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROMPT_ROOM = 256 };

// What the current view is, so that the next command can be thought of: `memtool 2,3 of double> `.
static void make_prompt(const struct session *session, char *to, size_t size)
{
    const struct view *current = scope_find(&session->scope, "", 0);
    char view[PROMPT_ROOM / 2];

    if (current == NULL) {
        snprintf(to, size, "memtool> ");
        return;
    }
    view_describe(current, view, sizeof view);
    snprintf(to, size, "memtool %s> ", view);
}

static void show(const struct error *error)
{
    report(error, NULL, NULL);
}

// Reads lines until they make whole words. *more is false at the end, and *cancelled true after
// Ctrl-C.
static bool read_chain(struct editor *editor, struct session *session, struct word_list *words,
                       bool *more, struct error *error)
{
    static const char *const name[] = {"memtool"};
    const struct script_arguments arguments = {name, 1};
    char prompt[PROMPT_ROOM];
    struct bytes text = {0};
    char open = '\'';
    bool good = true;

    make_prompt(session, prompt, sizeof prompt);
    *more = true;
    words->count = 0;
    while (good && open != 0) {
        bool cancelled;
        char *line = editor_line(editor, text.used ? "> " : prompt, &cancelled);

        if (line == NULL) {
            *more = cancelled;
            break;
        }
        good =
            bytes_append(&text, line, strlen(line), error) && bytes_append(&text, "\n", 1, error) &&
            word_list_split(words, (const char *)text.bytes, text.used, &arguments, &open, error);
        free(line);
    }
    if (good && open == 0 && words->count > 0 && text.used > 0) {
        text.bytes[text.used - 1] = '\0';
        editor_remember(editor, (const char *)text.bytes);
    }
    if (open != 0)
        words->count = 0;
    free(text.bytes);
    return good;
}

static bool is_exit(const struct word_list *words)
{
    return words->count == 1 &&
           (strcmp(words->words[0], "exit") == 0 || strcmp(words->words[0], "quit") == 0);
}

int prompt_run(struct session *session)
{
    struct word_list words = {0};
    struct editor *editor = editor_open(&session->scope);
    bool more = true;
    int status = STATUS_OK;

    session->interactive = true;
    while (more) {
        struct error error = {0};

        if (!read_chain(editor, session, &words, &more, &error)) {
            show(&error);
            status = error.status;
        } else if (words.count > 0) {
            if (is_exit(&words))
                break;
            status = chain_run(session, words.words, (int)words.count);
        }
    }
    editor_close(editor);
    word_list_clear(&words);
    return status;
}

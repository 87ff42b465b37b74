// Completions, gathered once a word and handed out one by one.
#include "complete.h"

#include "command.h"
#include "types/scalar.h"

#include <stdlib.h>
#include <string.h>

// The completions of the word at work.
static struct {
    char **names;
    size_t count, capacity, next;
    const char *text;
} matches;

static void offer(const char *before, const char *name)
{
    struct error ignored = {0};
    struct bytes whole = {0};
    size_t n = strlen(matches.text);

    if (bytes_append(&whole, before, strlen(before), &ignored) &&
        bytes_append(&whole, name, strlen(name) + 1, &ignored) &&
        strncmp((const char *)whole.bytes, matches.text, n) == 0 &&
        memory_grow(&matches.names, &matches.capacity, matches.count + 1, sizeof(char *),
                    &ignored)) {
        matches.names[matches.count++] = (char *)whole.bytes;
        return;
    }
    free(whole.bytes);
}

static void offer_option(const char *name, char letter, bool argument, void *context)
{
    (void)letter;
    (void)argument;
    (void)context;
    offer("--", name);
}

static bool offer_declared(void *before, const char *name)
{
    offer(before, name);
    return true;
}

// The command whose stage the end of the line belongs to; NULL where its name is still to come.
static const struct command *command_at(const char *line, const char *text)
{
    const struct command *found = NULL;
    size_t before = strlen(line) - strlen(text);
    bool first = true;

    for (size_t at = 0; at < before;) {
        size_t n = strcspn(line + at, " \t\n");

        if (n > 0 && at + n <= before) {
            if (n == 4 && memcmp(line + at, "then", 4) == 0) {
                first = true;
                found = NULL;
            } else if (first) {
                first = false;
                for (size_t i = 0; commands[i] != NULL; i++) {
                    if (strlen(commands[i]->name) == n &&
                        memcmp(commands[i]->name, line + at, n) == 0)
                        found = commands[i];
                }
            }
        }
        at += n + 1;
    }
    return found;
}

static bool follows_output(const char *line, const char *text)
{
    size_t before = strlen(line) - strlen(text);

    return before >= 3 && memcmp(line + before - 3, "-o ", 3) == 0;
}

static void gather(const struct scope *scope, const char *line)
{
    const struct command *command = command_at(line, matches.text);

    if (command == NULL) {
        for (size_t i = 0; commands[i] != NULL; i++)
            offer("", commands[i]->name);
        return;
    }
    if (follows_output(line, matches.text)) {
        for (const struct form *form = forms; form->name != NULL; form++)
            offer("", form->name);
        return;
    }
    if (matches.text[0] == '-')
        options_list(command->bit, offer_option, NULL);
    for (size_t i = 0; i < scope->count; i++)
        offer("@", scope->labels[i].name);
    if (matches.text[0] == '\0' || matches.text[0] == '@' || matches.text[0] == '-')
        return;
    for (unsigned i = 0; i < SCALAR_COUNT; i++)
        offer("", scalar_info((enum scalar)i)->name);
    book_list(&scope->book, NAME_STRUCT, offer_declared, (void *)(uintptr_t) "struct ");
    book_list(&scope->book, NAME_TYPEDEF, offer_declared, (void *)(uintptr_t) "");
    offer("", "then");
}

char *complete_next(const struct scope *scope, const char *line, const char *text, bool first)
{
    if (first) {
        for (size_t i = matches.next; i < matches.count; i++)
            free(matches.names[i]);
        matches.count = matches.next = 0;
        matches.text = text;
        gather(scope, line);
    }
    return matches.next < matches.count ? matches.names[matches.next++] : NULL;
}

// Completions, gathered once a word and handed out one by one.
#include "complete.h"

#include "command.h"
#include "types/scalar.h"

#include <stdio.h>
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

static void offer_option(const char *name, char letter, const char *operand, void *context)
{
    (void)letter;
    (void)operand;
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

// An option whose argument the word is.
struct argument_of {
    char name[32];       // as it is written: -o, --output
    const char *operand; // what --help calls the argument; NULL: no such option
    char before[33];     // what stands before the argument in its own word: --output=
};

static void match_option(const char *name, char letter, const char *operand, void *context)
{
    struct argument_of *option = context;
    const char *word = option->name;

    if (word[1] == '-' ? strcmp(word + 2, name) == 0 : word[1] == letter && word[2] == '\0')
        option->operand = operand;
}

// The word before the one at work where that is -X or --NAME, or --NAME of --NAME=WORD.
static bool find_option(const char *line, const char *text, struct argument_of *option)
{
    const char *word = text;
    size_t n = strncmp(text, "--", 2) == 0 ? strcspn(text, "=") : 0;

    *option = (struct argument_of){0};
    if (n == 0 || text[n] == '\0') {
        const char *end = line + strlen(line) - strlen(text);

        while (end > line && end[-1] == ' ')
            end--;
        for (word = end; word > line && word[-1] != ' ';)
            word--;
        n = (size_t)(end - word);
    } else if (n + 1 < sizeof option->before) {
        memcpy(option->before, text, n + 1);
    }
    if (n < 2 || n >= sizeof option->name || word[0] != '-')
        return false;
    memcpy(option->name, word, n);
    return true;
}

// Offers the choices that the option's argument has; false where it has none to tell.
static bool offer_choices(const struct argument_of *option)
{
    char choice[32];

    if (option->operand != NULL && strcmp(option->operand, "FORM") == 0) {
        for (const struct form *form = forms; form->name != NULL; form++)
            offer(option->before, form->name);
        return true;
    }
    if (option->operand == NULL || strchr(option->operand, '|') == NULL)
        return false;
    for (const char *at = option->operand; *at != '\0'; at += *at == '|') {
        size_t n = strcspn(at, "|");

        snprintf(choice, sizeof choice, "%.*s", (int)n, at);
        offer(option->before, choice);
        at += n;
    }
    return true;
}

static void gather(const struct scope *scope, const char *line)
{
    const struct command *command = command_at(line, matches.text);
    struct argument_of option;

    if (command == NULL) {
        for (size_t i = 0; commands[i] != NULL; i++)
            offer("", commands[i]->name);
        return;
    }
    if (find_option(line, matches.text, &option))
        options_list(command->bit, match_option, &option);
    if (offer_choices(&option))
        return;
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

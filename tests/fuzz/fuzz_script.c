// Fuzzing: any text as a script of memtool run, chain after chain as cli/cmd_run.c does, up to the
// first that fails. It is linked with a `call` that calls nothing and a `report` that checks what
// it is told; chains that could reach files, processes or addresses of this one are left out.
#include "chain.h"
#include "command.h"
#include "report.h"
#include "words.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *count, char ***words);

static const char *const given[] = {"script", "one", "a b"};
static const struct script_arguments arguments = {given, 3};
static int reported; // errors of the chain at work
static int nowhere;  // /dev/null

static bool refuse(struct stage *stage, struct session *session, struct error *error)
{
    (void)stage, (void)session;
    return fail(error, STATUS_USAGE, "nothing is called here");
}

const struct command command_call = {
    .name = "call", .summary = "", .bit = COMMAND_CALL, .parse = refuse, .run = refuse};

// A message, at a place that lies in the excerpt, with a status that the manual lists.
void report(const struct error *error, const char *place, const char *command)
{
    (void)place, (void)command;
    reported++;
    if ((error->status != STATUS_USAGE && error->status != STATUS_DATA) ||
        error->message[0] == '\0' || error->start + error->length > error->excerpt_length)
        abort();
}

// ---- what a chain may not reach

static bool starts_with(const char *word, const char *start)
{
    return strncmp(word, start, strlen(start)) == 0;
}

static bool is_long(const char *word)
{
    size_t digits = 0, all = 0;

    for (; *word != '\0'; word++) {
        digits = *word >= '0' && *word <= '9' ? digits + 1 : 0;
        all += digits > 0;
        if (digits > 0 && word[1] != '\0' && strchr("kKMGTPE", word[1]) != NULL)
            return true;
    }
    return all > 6;
}

static bool is_outside(const char *word)
{
    static const char *const prefixes[] = {
        "file:", "dump:", "addr:", "pid:", "elf:", "core:", "sym:"};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strstr(word, prefixes[i]) != NULL)
            return true;
    // -i, --in-place, --hold, --types; paths; memory that a fuzzer must not ask for.
    return (word[0] == '-' && word[1] != '-' && strchr(word, 'i') != NULL) ||
           starts_with(word, "--in-") || starts_with(word, "--ho") || starts_with(word, "--ty") ||
           strchr(word, '/') != NULL || is_long(word);
}

static bool is_allowed(const struct word_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_outside(list->words[i]))
            return false;
    return true;
}

// ---- the script

// The words of the next chain, over as many lines as its quotes are open; false at the end.
static bool next_chain(struct word_list *list, const char **at, const char *end)
{
    struct error error = {0};
    const char *line = *at;
    char open = 0;

    do {
        if (*at == end)
            return false;
        const char *newline = memchr(*at, '\n', (size_t)(end - *at));
        *at = newline == NULL ? end : newline + 1;
        if (!word_list_split(list, line, (size_t)(*at - line), &arguments, &open, &error))
            return false;
    } while (open != 0);
    return true;
}

static void run(struct session *session, const char *at, const char *end)
{
    struct word_list list = {0};
    int status = STATUS_OK;

    while (status == STATUS_OK && next_chain(&list, &at, end)) {
        if (list.count == 0)
            continue;
        if (!is_allowed(&list))
            break;
        reported = 0;
        status = chain_run(session, list.words, (int)list.count);
        if (reported > 1 || (status == STATUS_OK && reported != 0) ||
            (status == STATUS_USAGE && reported != 1))
            abort();
    }
    word_list_clear(&list);
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count, (void)words;
    nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session session;

    session_open(&session);
    sink_close(&session.out);
    sink_open(&session.out, nowhere);
    session.scope.in_script = session.scope.no_input = true;
    session.place = "script:1";
    run(&session, (const char *)data, (const char *)data + size);
    session_close(&session);
    return 0;
}

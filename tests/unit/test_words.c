// Words of a script's line: as a shell splits them, each fault with its place.
#include "unit.h"
#include "words.h"

#include <string.h>

static struct word_list list;
static struct error error;
static char open_line;

// Splits a line of that length, given the arguments `one` and `a b`.
static bool split_n(const char *line, size_t n)
{
    static const char *const words[] = {"script", "one", "a b"};
    const struct script_arguments arguments = {words, 3};

    error = (struct error){0};
    return word_list_split(&list, line, n, &arguments, &open_line, &error);
}

static bool split(const char *line)
{
    return split_n(line, strlen(line));
}

// The line's words, each with a | behind it, are expected.
static bool gives(const char *line, const char *expected)
{
    char got[256] = "";

    if (!split(line) || open_line) {
        printf("# %s: %s\n", open_line ? "open" : "refused", error.message);
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        strcat(got, list.words[i]);
        strcat(got, "|");
    }
    if (strcmp(got, expected) == 0 && list.words[list.count] == NULL)
        return true;
    printf("# got %s\n", got);
    return false;
}

static bool stays_open(const char *line, char with)
{
    return split(line) && open_line == with;
}

static bool fails(const char *line, size_t start, size_t length, const char *message)
{
    if (!split(line) && error.status == STATUS_USAGE && error.start == start &&
        error.length == length && strstr(error.message, message) != NULL)
        return true;
    printf("# %zu+%zu: %s\n", error.start, error.length, error.message);
    return false;
}

// The words of lines that come one by one are those of all of them at once.
static bool grows(const char *line)
{
    static const char *const words[] = {"script", "one", "a b"};
    const struct script_arguments arguments = {words, 3};
    struct word_list grown = {0};
    size_t length = strlen(line), n = strcspn(line, "\n") + 1;
    char open = 0;
    bool good = split(line) && open_line == 0 &&
                word_list_split(&grown, line, n, &arguments, &open, &error);

    while (good && open != 0 && n < length) {
        n += strcspn(line + n, "\n") + 1;
        good = word_list_go_on(&grown, line, n, &arguments, &open, &error);
    }
    good = good && open == 0 && n == length && grown.count == list.count;
    for (size_t i = 0; good && i < grown.count; i++)
        good = strcmp(grown.words[i], list.words[i]) == 0;
    word_list_clear(&grown);
    return good;
}

static void test_growing(void)
{
    UNIT("a line goes on behind a backslash",
         grows("a \\\nb\\\nc \\\n'd' \\\n\"$1\"\\\n\\ \\\n\\\nx # e\n"));
    UNIT("and inside quotes, which are read again",
         grows("a'b\nc'd\\\ne\"f\ng\\\nh\\\"\ni\" \\\n'' 'j\n\n'\n"));
}

static void test_plain(void)
{
    UNIT("blanks part words", gives(" view\t00  -o hex \n", "view|00|-o|hex|"));
    UNIT("an empty line has none", gives("", "") && gives(" \t\n", ""));
    UNIT("a carriage return is a blank", gives("view 00\r\n", "view|00|"));
    UNIT("a comment starts where a word could", gives("a # b 'c", "a|"));
    UNIT("but not inside one", gives("a#b c", "a#b|c|"));
    UNIT("a comment ends with its line", gives("a # b\nc", "a|c|"));
    UNIT("braces, brackets, stars and tildes are themselves",
         gives("{a} [1:] * ~ <i >d ; & |", "{a}|[1:]|*|~|<i|>d|;|&|||"));
}

static void test_quotes(void)
{
    UNIT("single quotes keep all", gives("'a b' '$1 \\ # \"'", "a b|$1 \\ # \"|"));
    UNIT("double quotes keep blanks", gives("\"a b\" \"it's\"", "a b|it's|"));
    UNIT("empty quotes are a word", gives("'' \"\"", "||"));
    UNIT("quotes join what is beside them", gives("a'b c'd\"e f\"", "ab cde f|"));
    UNIT("a backslash outside takes the next byte", gives("a\\ b \\# \\'", "a b|#|'|"));
    UNIT("inside double quotes only before \" \\ $",
         gives("\"\\n \\\" \\\\ \\$1\"", "\\n \" \\ $1|"));
    UNIT("a backslash before a newline joins lines", gives("a\\\nb c \\\n d", "ab|c|d|"));
    UNIT("inside double quotes as well", gives("\"a\\\nb\"", "ab|"));
    UNIT("a newline inside quotes stays", gives("'a\nb'", "a\nb|"));
}

static void test_arguments(void)
{
    UNIT("arguments by number", gives("$1 $0 ${2}", "one|script|a b|"));
    UNIT("their number", gives("$# \"$#\"", "2|2|"));
    UNIT("they are not split again", gives("$2 \"$2\"", "a b|a b|"));
    UNIT("inside a word", gives("x${1}y\"$1\"", "xoneyone|"));
    UNIT("a digit ends the number", gives("$10", "one0|"));
    UNIT("a dollar before a name is itself", gives("$ $a", "$|$a|"));
    UNIT("one that was not given is refused", fails("view $3", 5, 2, "has no argument $3"));
    UNIT("in braces, too", fails("view ${12}", 5, 5, "has no argument $12"));
    UNIT("braces are closed", fails("${1", 0, 3, "`}` is missing"));
}

static void test_open(void)
{
    UNIT("an open single quote goes on", stays_open("a 'b\n", '\''));
    UNIT("an open double quote goes on", stays_open("a \"b\n", '"'));
    UNIT("a backslash at the end goes on", stays_open("a \\", '\\'));
    UNIT("a backslash before the last newline goes on",
         stays_open("a \\\n", '\\') && stays_open("a\\\n", '\\'));
    UNIT("inside double quotes the quote is open", stays_open("\"a\\\n", '"'));
    UNIT("a NUL byte is refused", !split_n("a\0b", 3) && error.start == 1);
    UNIT("inside quotes, too", !split_n("'a\0b'", 5) && error.start == 2);
    UNIT("inside double quotes", !split_n("\"a\0b\"", 5) && error.start == 2);
    UNIT("and behind a backslash", !split_n("\\\0", 2) && error.start == 1);
}

int main(void)
{
    test_plain();
    test_growing();
    test_quotes();
    test_arguments();
    test_open();
    word_list_clear(&list);
    return unit_end();
}

// How an error is shown:
//
//     memtool: slice: step is zero
//       1:9:0
//           ^
//       hint: …
#include "report.h"

#include "base/escape.h"
#include "base/sink.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

// How many columns text takes on a terminal of this locale, by its locale's own widths: two for
// what is wide, none for what combines. Where the locale cannot tell, a character takes one.
static size_t columns(const char *text, size_t n)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    locale_t before = locale != (locale_t)0 ? uselocale(locale) : (locale_t)0;
    mbstate_t state = {0};
    size_t count = 0;

    for (size_t i = 0; i < n;) {
        wchar_t c;
        size_t length = mbrtowc(&c, text + i, n - i, &state);
        bool good = length > 0 && length <= n - i;
        int width = good ? wcwidth(c) : -1;

        if (!good) {
            state = (mbstate_t){0};
            length = 1;
        }
        if (width >= 0)
            count += (size_t)width;
        else
            count += ((unsigned char)text[i] & 0xc0) != 0x80;
        i += length;
    }
    if (locale != (locale_t)0) {
        uselocale(before);
        freelocale(locale);
    }
    return count;
}

static void write_excerpt(struct sink *to, const struct error *error)
{
    const char *before = error->cut_before ? "..." : "";
    struct sink lead;

    sink_text(to, "  ");
    sink_text(to, before);
    escape_write(to, error->excerpt, error->excerpt_length, ESCAPE_BARE);
    sink_text(to, error->cut_after ? "...\n  " : "\n  ");
    sink_text(to, before[0] ? "   " : "");
    sink_open(&lead, -1);
    escape_write(&lead, error->excerpt, error->start, ESCAPE_BARE);
    sink_repeat(to, ' ', columns(lead.text, lead.used));
    sink_close(&lead);
    sink_text(to, "^\n");
}

// Without memory to make a message of: its words alone, whatever they hold escaped as `?`.
static void write_plainly(const char *message, const char *command)
{
    char text[ERROR_TEXT + 64];
    int n = snprintf(text, sizeof text, "memtool: %s%s%s", command != NULL ? command : "",
                     command != NULL ? ": " : "", message);
    size_t length = n < (int)sizeof text ? (size_t)n : sizeof text - 1;

    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~')
            text[i] = '?';
    text[length] = '\n';
    (void)!write(STDERR_FILENO, text, length + 1);
}

void report(const struct error *error, const char *place, const char *command)
{
    struct sink to;
    struct error ignored = {0};

    sink_open(&to, STDERR_FILENO);
    sink_text(&to, "memtool: ");
    if (place != NULL) {
        escape_write(&to, place, strlen(place), ESCAPE_BARE);
        sink_text(&to, ": ");
    }
    if (command != NULL)
        sink_printf(&to, "%s: ", command);
    escape_write(&to, error->message, strlen(error->message), ESCAPE_BARE);
    sink_byte(&to, '\n');
    if (error->excerpt_length > 0)
        write_excerpt(&to, error);
    if (error->hint[0] != '\0') {
        sink_text(&to, "  hint: ");
        escape_write(&to, error->hint, strlen(error->hint), ESCAPE_BARE);
        sink_byte(&to, '\n');
    }
    if (sink_ok(&to))
        sink_flush(&to, &ignored);
    else
        write_plainly(error->message, command);
    sink_close(&to);
}

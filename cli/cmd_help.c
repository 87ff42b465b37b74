// memtool help, --help and --version.
#include "command.h"

#include <string.h>

static void write_usage(struct sink *to, const struct command *command)
{
    sink_printf(to, "Usage: memtool %s [OPTION]... %s\n", command->name, command->operands);
    sink_printf(to, "%s.\n\n", command->summary);
    options_help(to, command->bit);
}

static void write_forms(struct sink *to)
{
    sink_text(to, "\nFORM is one of:\n");
    for (const struct form *form = forms; form->name != NULL; form++)
        sink_printf(to, "  %-8s %s\n", form->name, form->summary);
}

static void write_command(struct sink *to, const struct command *command)
{
    unsigned printing = COMMAND_VIEW | COMMAND_CAST | COMMAND_SLICE | COMMAND_ARRAY | COMMAND_CALL;

    write_usage(to, command);
    if (command->bit & printing)
        write_forms(to);
    if (command == &command_help)
        sink_text(to, "\nThe manual: man memtool\n");
    else
        sink_printf(to, "\nThe manual: man memtool-%s, man memtool\n", command->name);
}

static void write_all(struct sink *to)
{
    sink_text(to, "Usage: memtool COMMAND [OPTION]... [OPERAND]... [then COMMAND ...]\n"
                  "Look at memory: bytes, typed elements, slices, arrays and C functions.\n\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        sink_printf(to, "  %-7s %-34s %s\n", commands[i]->name, commands[i]->operands,
                    commands[i]->summary);
    sink_text(to, "\nSOURCE is hex digits (deadbeef), TYPE:VALUES (i32:1,2,3), str:TEXT, zero:N, a "
                  "file,\n- for stdin, @NAME for a label; TYPE a struct format (<HB), a C "
                  "declaration or a\nshort name (u16be).\n\n"
                  "  memtool view /bin/true -n 64\n"
                  "  memtool cast i32 deadbeef00000000\n"
                  "  memtool slice ::2 str:hello -o values\n"
                  "  memtool array d 1.0 2.0 3.0 then cast B then slice ::8\n\n"
                  "memtool help COMMAND tells more; man memtool has it all.\n");
}

static bool help_parse(struct stage *stage, struct session *session, struct error *error)
{
    (void)session;
    if (!stage_operands(stage, 0, 1, error))
        return false;
    if (!stage->last) {
        fail(error, STATUS_USAGE, "help comes last");
        return error_hint(error, "only the last command of a chain prints");
    }
    if (stage->operand_count == 0)
        return true;
    stage->own = (void *)(uintptr_t)command_find(stage->operands[0], error);
    return stage->own != NULL;
}

// Runs `help`, and the --help of any command, which is not parsed then.
static bool help_run(struct stage *stage, struct session *session, struct error *error)
{
    const struct command *about = stage->own;

    (void)error;
    if (stage->command != &command_help)
        about = stage->command;
    if (about != NULL)
        write_command(&session->out, about);
    else
        write_all(&session->out);
    return true;
}

const struct command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "What the commands do",
    .bit = COMMAND_HELP,
    .parse = help_parse,
    .run = help_run,
};

// Types as C declarations: base, declarator on both sides of the name, records with their members
// where they are asked for. cplan.c knows which attributes and padding a record needs.
#include "types/cdecl.h"
#include "types/codes.h"
#include "types/cplan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

// Where names must differ: among the members of a record and of the anonymous ones in it.
struct naming {
    const struct type *record;
    unsigned pads; // named so far
};

struct printer {
    struct sink *to;
    bool space;             // something stands in front of which the next word needs a blank
    bool mixed;             // scalars are of several byte orders
    uint64_t members;       // written so far
    struct typemap written; // records whose members are there already
    struct c_plans plans;
    struct inside *inside; // the records that are being written, the innermost first
    struct naming naming;
    bool anonymous; // the record that comes next has no name: its members are among those around it
};

// Debug information may hold records without any name that lead to themselves through pointers.
struct inside {
    const struct type *type;
    struct inside *around;
    unsigned depth;
};

static void print_declaration(struct printer *out, const struct type *type, const char *name,
                              bool body);

// Writes a word with a blank in front where it needs one.
static void word(struct printer *out, const char *text)
{
    if (out->space)
        sink_byte(out->to, ' ');
    sink_text(out->to, text);
    out->space = true;
}

static void mark(struct printer *out, const char *text)
{
    sink_text(out->to, text);
    out->space = false;
}

// ---- bases

static const char *scalar_name(const struct type *type)
{
    const struct code *code = type->code == NULL ? NULL : code_find(type->code, strlen(type->code));

    if (code != NULL && code->native == type->scalar)
        return code->c;
    return scalar_info(type->scalar)->c;
}

static void print_integer(struct printer *out, const struct enumerator *at)
{
    char text[NUMBER_TEXT];

    sink_write(out->to, text, integer_print(text, at->value, 10));
}

static bool is_inside(const struct printer *out, const struct type *type)
{
    if (out->inside != NULL && out->inside->depth >= TYPE_MAX_DEPTH)
        return true;
    for (const struct inside *at = out->inside; at != NULL; at = at->around)
        if (at->type == type)
            return true;
    return false;
}

static bool remember(struct printer *out, const struct type *type, size_t members)
{
    if (typemap_get(&out->written, type) != NULL || out->members > TYPE_MAX_MEMBERS ||
        is_inside(out, type))
        return false;
    out->members += members + 1;
    if (type->tag != NULL || type->kind == TYPE_ENUM) // whose constants are declared once
        typemap_put(&out->written, type, type);
    return true;
}

static bool has_size(const struct type *type, bool packed)
{
    enum scalar scalar = c_enum_scalar(type->enumerators, type->enumerator_count, packed);

    return scalar != SCALAR_COUNT && scalar_info(scalar)->size == scalar_info(type->scalar)->size;
}

// The attribute that gives an enum its size where its values alone would not.
static void print_enum_size(struct printer *out, const struct type *type)
{
    unsigned size = scalar_info(type->scalar)->size;

    if (has_size(type, false))
        return;
    if (has_size(type, true))
        word(out, "__attribute__((packed))");
    else if (size == 1 || size == 2 || size == 4 || size == 8)
        word(out, size == 1   ? "__attribute__((mode(QI)))"
                  : size == 2 ? "__attribute__((mode(HI)))"
                  : size == 4 ? "__attribute__((mode(SI)))"
                              : "__attribute__((mode(DI)))");
}

static void print_enum(struct printer *out, const struct type *type, bool body)
{
    bool by_name = c_by_name(&out->plans, type), named = by_name || type->tag != NULL;

    body = (body || !named) && type->enumerator_count > 0 &&
           remember(out, type, type->enumerator_count);
    if (!body && by_name) {
        word(out, type->name);
        return;
    }
    if (!body && !named) {
        word(out, scalar_info(type->scalar)->c);
        return;
    }
    word(out, "enum");
    if (body)
        print_enum_size(out, type);
    if (type->tag != NULL)
        word(out, type->tag);
    for (size_t i = 0; body && i < type->enumerator_count; i++) {
        sink_text(out->to, i == 0 ? " {" : ", ");
        sink_text(out->to, type->enumerators[i].name);
        sink_text(out->to, " = ");
        print_integer(out, &type->enumerators[i]);
    }
    if (body)
        sink_byte(out->to, '}');
}

static void print_attributes(struct printer *out, const struct c_plan *plan)
{
    if (!plan->packed && plan->align == 0)
        return;
    word(out, "__attribute__((");
    if (plan->packed)
        sink_text(out->to, plan->align == 0 ? "packed" : "packed, ");
    if (plan->align != 0)
        sink_printf(out->to, "aligned(%llu)", (unsigned long long)plan->align);
    sink_text(out->to, "))");
}

// padN, by a name that no member has.
static void name_pad(struct printer *out, char name[32])
{
    uint64_t offset;
    int length;

    do
        length = snprintf(name, 32, "pad%u", out->naming.pads++);
    while (type_member(out->naming.record, name, (size_t)length, &offset) != NULL);
}

static void print_field(struct printer *out, const struct c_plan *plan, size_t i, bool body)
{
    const struct declared *field = &plan->fields[i];
    const struct type *shown = plan->shown[i] == NULL ? field->type : plan->shown[i];

    const char *name = field->name;
    char pad[32];

    if (shown->kind == TYPE_BITS)
        shown = shown->target;
    if (plan->shown[i] == NULL && !field->is_bits) {
        name_pad(out, pad);
        name = pad;
    }
    out->space = false;
    out->anonymous = name == NULL && type_is_record(shown);
    print_declaration(out, shown, name, body);
    out->anonymous = false;
    if (field->is_bits)
        sink_printf(out->to, "%s:%u", field->name == NULL ? " " : "", field->bits);
    sink_byte(out->to, ';');
}

static void print_members(struct printer *out, const struct type *type, bool body)
{
    const struct c_plan *plan = c_plan_of(&out->plans, type);
    struct inside here = {type, out->inside, out->inside == NULL ? 1 : out->inside->depth + 1};
    struct naming around = out->naming;
    bool anonymous = out->anonymous;

    out->inside = &here;
    out->anonymous = false;
    if (!anonymous)
        out->naming = (struct naming){.record = type};
    if (plan != NULL)
        print_attributes(out, plan);
    if (type->tag != NULL)
        word(out, type->tag);
    sink_text(out->to, " {");
    for (size_t i = 0; plan != NULL && i < plan->count; i++) {
        if (i > 0)
            sink_byte(out->to, ' ');
        print_field(out, plan, i, body);
    }
    if (plan != NULL && plan->inexact)
        sink_text(out->to, " /* C places these elsewhere */");
    sink_byte(out->to, '}');
    out->space = true;
    out->inside = here.around;
    if (!anonymous)
        out->naming = around;
}

static void print_record(struct printer *out, const struct type *type, bool body)
{
    bool by_name = c_by_name(&out->plans, type), named = by_name || type->tag != NULL;
    bool inner = body;

    body = (body || !named) && !type->incomplete && remember(out, type, type->member_count);
    if (!body && by_name) {
        word(out, type->name);
        return;
    }
    word(out, type->kind == TYPE_UNION ? "union" : "struct");
    if (body)
        print_members(out, type, inner);
    else if (type->tag != NULL)
        word(out, type->tag);
    else
        sink_text(out->to, " {}");
}

// A typedef stands for all behind it, but a function's name is its own.
static bool by_name(const struct printer *out, const struct type *type)
{
    return c_by_name(&out->plans, type) && !type_is_record(type) && type->kind != TYPE_FUNCTION &&
           type->kind != TYPE_ENUM;
}

static void print_vector(struct printer *out, const struct type *type)
{
    word(out,
         c_by_name(&out->plans, type->target) ? type->target->name : scalar_name(type->target));
    sink_printf(out->to, " __attribute__((vector_size(%llu)))", (unsigned long long)type->size);
}

// Where byte orders differ within the type, a scalar is written by its short name, which says its
// own: C texts may hold those.
static void print_scalar(struct printer *out, const struct type *type)
{
    const char *name = scalar_info(type->scalar)->name;

    if (!out->mixed || type->order == ORDER_NATIVE || type->size == 1 ||
        short_scalar(name, strlen(name)) == SCALAR_COUNT) {
        word(out, scalar_name(type));
        return;
    }
    word(out, "");
    type_short(out->to, type);
}

static void print_base(struct printer *out, const struct type *type, bool body)
{
    if (by_name(out, type))
        word(out, type->name);
    else if (type_is_record(type))
        print_record(out, type, body);
    else if (type->kind == TYPE_ENUM)
        print_enum(out, type, body);
    else if (type->kind == TYPE_SCALAR)
        print_scalar(out, type);
    else if (type->kind == TYPE_PASCAL)
        word(out, "unsigned char");
    else if (type->vector)
        print_vector(out, type);
    else
        word(out, "void");
}

// ---- declarators

static bool is_array(const struct type *type)
{
    return type->kind == TYPE_ARRAY && !type->vector;
}

static bool is_derived(const struct printer *out, const struct type *type)
{
    return !by_name(out, type) && (type->kind == TYPE_POINTER || is_array(type) ||
                                   type->kind == TYPE_FUNCTION || type->kind == TYPE_BITS);
}

// A pointer to an array or a function needs brackets around its star.
static bool needs_brackets(const struct printer *out, const struct type *pointer)
{
    const struct type *target = pointer->target;

    return !by_name(out, target) && (is_array(target) || target->kind == TYPE_FUNCTION);
}

static void print_left(struct printer *out, const struct type *type, bool constant, bool body)
{
    bool is_pointer = type->kind == TYPE_POINTER;

    if (!is_derived(out, type)) {
        if (constant)
            word(out, "const");
        print_base(out, type, body);
        return;
    }
    // An array is const where its elements are.
    print_left(out, type->target, is_pointer ? type->constant : constant && is_array(type),
               body && !is_pointer);
    if (!is_pointer)
        return;
    if (out->space)
        sink_byte(out->to, ' ');
    mark(out, needs_brackets(out, type) ? "(*" : "*");
    if (constant)
        word(out, "const");
}

static void print_parameters(struct printer *out, const struct type *type)
{
    mark(out, "(");
    for (size_t i = 0; i < type->member_count; i++) {
        if (i > 0)
            mark(out, ", ");
        print_declaration(out, type->members[i].type, type->members[i].name, false);
    }
    if (type->variadic)
        mark(out, type->member_count > 0 ? ", ..." : "...");
    else if (type->member_count == 0 && !type->unprototyped)
        mark(out, "void");
    mark(out, ")");
}

static void print_right(struct printer *out, const struct type *type)
{
    if (type->kind == TYPE_PASCAL)
        sink_printf(out->to, "[%llu]", (unsigned long long)type->size);
    if (!is_derived(out, type))
        return;
    if (type->kind == TYPE_POINTER && needs_brackets(out, type))
        mark(out, ")");
    else if (type->kind == TYPE_ARRAY && type->flexible)
        mark(out, "[]");
    else if (type->kind == TYPE_ARRAY)
        sink_printf(out->to, "[%llu]", (unsigned long long)type->count);
    else if (type->kind == TYPE_FUNCTION)
        print_parameters(out, type);
    print_right(out, type->target);
}

static void print_declaration(struct printer *out, const struct type *type, const char *name,
                              bool body)
{
    print_left(out, type, false, body);
    if (name != NULL)
        word(out, name);
    else if (type->kind == TYPE_FUNCTION && out->space)
        sink_byte(out->to, ' ');
    print_right(out, type);
}

// ---- byte order

enum orders { ORDERS_NONE = 0, ORDERS_NATIVE = 1, ORDERS_LITTLE = 2, ORDERS_BIG = 4 };

// The byte orders of all scalars of several bytes in the type, as one set.
static unsigned orders_of(const struct type *type, struct typemap *known)
{
    unsigned orders = 0;

    while (type->kind == TYPE_ARRAY)
        type = type->target;
    if (type_is_record(type)) {
        if (typemap_get(known, type) != NULL)
            return 0;
        typemap_put(known, type, type);
        for (size_t i = 0; i < type->member_count; i++)
            orders |= orders_of(type->members[i].type, known);
        return orders;
    }
    if (type->kind == TYPE_VOID || type->kind == TYPE_FUNCTION || type->kind == TYPE_PASCAL)
        return 0;
    if (type->kind != TYPE_BITS && type->kind != TYPE_POINTER && type->size == 1)
        return 0;
    return type->order == ORDER_NATIVE ? ORDERS_NATIVE
           : type->order == ORDER_BIG  ? ORDERS_BIG
                                       : ORDERS_LITTLE;
}

void type_c(struct sink *to, const struct type *type, const char *name, bool body)
{
    struct printer out = {.to = to, .plans.whole = body};
    struct typemap known = {0};

    if (type_is_bytes(type) && name == NULL) {
        sink_text(to, "bytes");
        return;
    }
    unsigned orders = orders_of(type, &known);
    if (orders == ORDERS_LITTLE || orders == ORDERS_BIG)
        sink_byte(to, orders == ORDERS_BIG ? '>' : '<');
    out.mixed = (orders & (orders - 1)) != 0;
    print_declaration(&out, type, name, body);
    if (known.failed || out.written.failed || out.plans.failed || out.plans.known.failed)
        sink_fail(to, ENOMEM);
    typemap_close(&known);
    typemap_close(&out.written);
    c_plans_close(&out.plans);
}

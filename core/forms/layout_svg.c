// layout -o svg: memory as rows of 16 bytes, each field a box to scale. What overlaps (unions) lies
// in lanes below each other; rows in the middle of a long field are left out.
#include "forms/layout.h"

#include "base/escape.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW_BYTES = 16,
    ROW_BITS = 8 * ROW_BYTES,
    BIT = 6, // pixels
    LANE = 26,
    LEFT = 64,
    TITLE = 30,
    AXIS = 18,
    BREAK = 16, // height of what is left out
    MAX_PLACES = 4096,
    GLYPH = 7, // about the width of a letter
    COLORS = 8,
};

struct row {
    uint64_t number;
    unsigned y; // from the top of the picture
};

struct picture {
    const struct holes *holes;
    unsigned *lanes; // of each place
    unsigned lane_count;
    struct row *rows; // those that are drawn, by number
    size_t row_count;
    unsigned top, bottom;
};

// ---- text

// Text of unknown origin as XML: valid printable UTF-8 as it is, the rest as a replacement.
static void xml_text(struct sink *to, const char *text, size_t n)
{
    while (n > 0) {
        size_t length = utf8_printable((const unsigned char *)text, n);

        if (*text == '<')
            sink_text(to, "&lt;");
        else if (*text == '>')
            sink_text(to, "&gt;");
        else if (*text == '&')
            sink_text(to, "&amp;");
        else if (*text == '"')
            sink_text(to, "&quot;");
        else if (length == 0)
            sink_text(to, "\xef\xbf\xbd");
        else
            sink_write(to, text, length);
        if (length == 0)
            length = 1;
        text += length;
        n -= length;
    }
}

static void xml_type(struct sink *to, const struct type *type, bool body)
{
    struct sink text;

    sink_open(&text, -1);
    if (body)
        type_c(&text, type, NULL, true);
    else
        layout_type(&text, type);
    xml_text(to, text.text, text.used);
    sink_fail(to, text.failed);
    sink_close(&text);
}

// ---- where things go

static uint64_t last_bit(const struct place *place)
{
    return place->start + place->bits - 1;
}

static int by_number(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;

    return left->number < right->number ? -1 : left->number > right->number;
}

// The rows where a place begins or ends, and one between them where it is alone.
static bool find_rows(struct picture *picture, const struct type *type, struct error *error)
{
    const struct holes *holes = picture->holes;
    size_t n = 0;

    picture->rows = memory_new(4 * holes->count + 2, sizeof *picture->rows, error);
    if (picture->rows == NULL)
        return false;
    for (size_t i = 0; i < holes->count; i++) {
        const struct place *place = &holes->places[i];

        if (place->bits == 0)
            continue;
        uint64_t first = place->start / ROW_BITS;
        uint64_t last = last_bit(place) / ROW_BITS;
        picture->rows[n++].number = first;
        picture->rows[n++].number = last;
        if (last - first == 2)
            picture->rows[n++].number = first + 1;
    }
    (void)type;
    qsort(picture->rows, n, sizeof *picture->rows, by_number);
    for (size_t i = 0; i < n; i++)
        if (picture->row_count == 0 ||
            picture->rows[picture->row_count - 1].number != picture->rows[i].number)
            picture->rows[picture->row_count++] = picture->rows[i];
    return true;
}

static bool overlap(const struct place *a, const struct place *b)
{
    return a->bits > 0 && b->bits > 0 && a->start <= last_bit(b) && b->start <= last_bit(a);
}

// The first lane in which a place meets none of those before it.
static bool find_lanes(struct picture *picture, struct error *error)
{
    const struct holes *holes = picture->holes;

    picture->lanes = memory_new(holes->count, sizeof *picture->lanes, error);
    if (picture->lanes == NULL)
        return false;
    picture->lane_count = 1;
    for (size_t i = 0; i < holes->count; i++) {
        for (size_t k = 0; k < i; k++)
            if (picture->lanes[k] >= picture->lanes[i] &&
                overlap(&holes->places[k], &holes->places[i]))
                picture->lanes[i] = picture->lanes[k] + 1;
        if (picture->lanes[i] >= picture->lane_count)
            picture->lane_count = picture->lanes[i] + 1;
    }
    return true;
}

static void place_rows(struct picture *picture)
{
    unsigned y = picture->top + TITLE + AXIS;

    for (size_t i = 0; i < picture->row_count; i++) {
        if (i > 0 && picture->rows[i].number > picture->rows[i - 1].number + 1)
            y += BREAK;
        picture->rows[i].y = y;
        y += picture->lane_count * LANE + 6;
    }
    picture->bottom = y + 10;
}

// ---- drawing

static void draw_tip(struct sink *to, const struct place *place)
{
    sink_text(to, "<title>");
    if (place->kind == PLACE_FIELD) {
        xml_text(to, place->name, strlen(place->name));
        sink_text(to, ": ");
        xml_type(to, place->type, false);
    } else {
        xml_text(to, place->why, strlen(place->why));
    }
    if (place->start % 8 == 0 && place->bits % 8 == 0)
        sink_printf(to, ", offset %llu, %llu bytes", (unsigned long long)place->start / 8,
                    (unsigned long long)place->bits / 8);
    else
        sink_printf(to, ", bit %llu, %llu bits", (unsigned long long)place->start,
                    (unsigned long long)place->bits);
    sink_text(to, "</title>");
}

// The part of a place in one row, with its name where that fits.
static void draw_box(struct sink *to, const struct picture *picture, size_t index,
                     const struct row *row)
{
    const struct place *place = &picture->holes->places[index];
    uint64_t row_start = row->number * ROW_BITS;
    uint64_t from = place->start > row_start ? place->start - row_start : 0;
    uint64_t to_bit =
        last_bit(place) - row_start < ROW_BITS ? last_bit(place) - row_start + 1 : ROW_BITS;
    unsigned x = LEFT + (unsigned)from * BIT;
    unsigned y = row->y + picture->lanes[index] * LANE;
    unsigned width = (unsigned)(to_bit - from) * BIT;
    size_t room = (width - 2) / GLYPH;
    bool is_field = place->kind == PLACE_FIELD;
    size_t length = is_field ? strlen(place->name) : 0;

    sink_printf(to, "<g class=\"%s%zu\"><rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%d\"/>",
                is_field ? "f" : "h", is_field ? index % COLORS : 0, x, y, width, LANE - 2);
    draw_tip(to, place);
    if (length > 0 && (length <= room || room >= 1)) {
        sink_printf(to, "<text x=\"%u\" y=\"%u\"", x + width / 2, y + LANE - 9);
        // A name that does not fit is pressed together rather than cut.
        if (length > room)
            sink_printf(to, " textLength=\"%u\" lengthAdjust=\"spacingAndGlyphs\"", width - 4);
        sink_byte(to, '>');
        xml_text(to, place->name, length);
        sink_text(to, "</text>");
    }
    sink_text(to, "</g>\n");
}

static void draw_place(struct sink *to, const struct picture *picture, size_t index)
{
    const struct place *place = &picture->holes->places[index];
    size_t low = 0;

    if (place->bits == 0)
        return;
    while (picture->rows[low].number < place->start / ROW_BITS)
        low++;
    for (; low < picture->row_count && picture->rows[low].number <= last_bit(place) / ROW_BITS;
         low++)
        draw_box(to, picture, index, &picture->rows[low]);
}

static void draw_title(struct sink *to, const struct picture *picture, const struct type *type)
{
    sink_printf(to, "<text class=\"title\" x=\"8\" y=\"%u\">", picture->top + 20);
    if (type_is_record(type) && (type->tag != NULL || type->name != NULL))
        xml_type(to, type, false);
    else if (type_is_record(type))
        sink_text(to, type->kind == TYPE_STRUCT ? "struct" : "union");
    else
        xml_type(to, type, false);
    sink_printf(to, ": size %llu, align %llu, padding %llu</text>\n",
                (unsigned long long)type->size, (unsigned long long)type->align,
                (unsigned long long)picture->holes->padding);
}

// Numbers of bytes above, offsets on the left, dots for rows that are left out.
static void draw_axes(struct sink *to, const struct picture *picture, const struct type *type)
{
    for (unsigned i = 0; i < ROW_BYTES && i < type->size; i++)
        sink_printf(to, "<text class=\"axis\" x=\"%u\" y=\"%u\">%u</text>\n",
                    LEFT + i * 8 * BIT + 4 * BIT, picture->top + TITLE + AXIS - 6, i);
    for (size_t i = 0; i < picture->row_count; i++) {
        const struct row *row = &picture->rows[i];

        sink_printf(to, "<text class=\"offset\" x=\"%d\" y=\"%u\">%llu</text>\n", LEFT - 8,
                    row->y + LANE - 9, (unsigned long long)row->number * ROW_BYTES);
        if (i > 0 && row->number > row[-1].number + 1)
            sink_printf(to, "<text class=\"axis\" x=\"%d\" y=\"%u\">\xe2\x8b\xae</text>\n",
                        LEFT + ROW_BITS * BIT / 2, row->y - 5);
    }
}

static const char style[] =
    "<style>\n"
    "text{font:12px ui-monospace,monospace;text-anchor:middle;fill:#222}\n"
    ".title{text-anchor:start;font-weight:bold;font-size:14px}\n"
    ".axis,.offset{fill:#777;font-size:11px}.offset{text-anchor:end}\n"
    ".page{fill:#fff;stroke:none}rect{stroke:#444}.h0 rect{fill:url(#hatch);stroke:#999}\n"
    ".f0 rect{fill:#a6cee3}.f1 rect{fill:#b2df8a}.f2 rect{fill:#fdbf6f}.f3 rect{fill:#cab2d6}\n"
    ".f4 rect{fill:#fb9a99}.f5 rect{fill:#ffff99}.f6 rect{fill:#8dd3c7}.f7 rect{fill:#d9d9d9}\n"
    "</style>\n"
    "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" "
    "style=\"fill:#fff;stroke:none\"/>"
    "<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#bbb\" "
    "stroke-width=\"2\"/></pattern></defs>\n";

static void close_pictures(struct picture *pictures, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(pictures[i].lanes);
        free(pictures[i].rows);
    }
    free(pictures);
}

static bool plan(struct picture *picture, const struct type *type, const struct holes *holes,
                 unsigned top, struct error *error)
{
    picture->holes = holes;
    picture->top = top;
    if (holes->count > MAX_PLACES)
        return fail(error, STATUS_DATA, "a picture has at most %d fields", MAX_PLACES);
    if (!find_rows(picture, type, error) || !find_lanes(picture, error))
        return false;
    place_rows(picture);
    return true;
}

bool layout_svg(struct sink *to, const struct type *const *types, const struct holes *holes,
                size_t count, bool color, struct error *error)
{
    (void)color;
    struct picture *pictures = memory_new(count, sizeof *pictures, error);
    unsigned bottom = 0;
    bool good = pictures != NULL;

    for (size_t i = 0; good && i < count; i++) {
        good = plan(&pictures[i], types[i], &holes[i], bottom, error);
        bottom = pictures[i].bottom;
    }
    if (good)
        sink_printf(to,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
                    "viewBox=\"0 0 %d %u\">\n%s"
                    "<rect class=\"page\" width=\"100%%\" height=\"100%%\"/>\n",
                    LEFT + ROW_BITS * BIT + 16, bottom, LEFT + ROW_BITS * BIT + 16, bottom, style);
    for (size_t i = 0; good && i < count; i++) {
        draw_title(to, &pictures[i], types[i]);
        draw_axes(to, &pictures[i], types[i]);
        for (size_t k = 0; k < holes[i].count; k++)
            draw_place(to, &pictures[i], k);
    }
    if (good)
        sink_text(to, "</svg>\n");
    if (pictures != NULL)
        close_pictures(pictures, count);
    return good;
}

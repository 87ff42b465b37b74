// Writes into views: what fits, what overlaps, what is left alone.
#include "types.h"
#include "unit.h"
#include "views/assign.h"
#include "views/element.h"

#include <stdlib.h>
#include <string.h>

static struct error error;

static struct view bytes_view(size_t n)
{
    struct store *store = store_memory("bytes", n, &error);
    struct view view = {0};

    if (store == NULL)
        return view;
    for (size_t i = 0; i < n; i++)
        store->address[i] = (unsigned char)i;
    view_of_store(&view, store);
    store_unref(store);
    return view;
}

static struct view part(const struct view *of, uint64_t offset, uint64_t count, int64_t stride)
{
    struct view view;

    view_copy(&view, of);
    view.offset = offset;
    view.shape[0] = count;
    view.strides[0] = stride;
    return view;
}

static bool holds(const struct view *view, const char *expected, size_t n)
{
    if (memcmp(view->store->address, expected, n) == 0)
        return true;
    printf("# got");
    for (size_t i = 0; i < n; i++)
        printf(" %02x", view->store->address[i]);
    printf("\n");
    return false;
}

// Assigns one part of a view to another, and drops both.
static bool move(struct view left, struct view right)
{
    bool good = view_assign(&left, &right, false, &error);

    view_drop(&left);
    view_drop(&right);
    return good;
}

static void test_overlap(void)
{
    struct view a = bytes_view(8);
    struct view b = bytes_view(8);
    struct view c = bytes_view(8);
    struct view d = bytes_view(8);

    UNIT("a move up",
         move(part(&a, 2, 6, 1), part(&a, 0, 6, 1)) && holds(&a, "\0\1\0\1\2\3\4\5", 8));
    UNIT("a move down",
         move(part(&b, 0, 6, 1), part(&b, 2, 6, 1)) && holds(&b, "\2\3\4\5\6\7\6\7", 8));
    UNIT("a turn in place",
         move(part(&c, 0, 8, 1), part(&c, 7, 8, -1)) && holds(&c, "\7\6\5\4\3\2\1\0", 8));
    UNIT("every other one onto the first ones",
         move(part(&d, 0, 4, 1), part(&d, 1, 4, 2)) && holds(&d, "\1\3\5\7\4\5\6\7", 8));
    view_drop(&a);
    view_drop(&b);
    view_drop(&c);
    view_drop(&d);
}

static void test_two_stores(void)
{
    struct view view = bytes_view(8);
    struct store *same = store_process("addr", 0, (uintptr_t)view.store->address, 8, &error);
    struct view there;

    view_of_store(&there, same);
    store_unref(same);
    UNIT("two stores over one memory overlap too",
         move(part(&view, 1, 7, 1), part(&there, there.offset, 7, 1)) &&
             holds(&view, "\0\0\1\2\3\4\5\6", 8));
    view_drop(&there);
    view_drop(&view);
}

// The refusal of a write, which leaves the bytes as they were.
static bool refused(const struct view *left, const struct view *right, bool literal,
                    const char *message)
{
    unsigned char before[64];
    size_t n = (size_t)left->store->size;

    memcpy(before, left->store->address, n);
    error = (struct error){0};
    bool good = !view_assign(left, right, literal, &error) && error.status == STATUS_DATA &&
                strstr(error.message, message) != NULL &&
                memcmp(before, left->store->address, n) == 0;
    if (!good)
        printf("# got: %s\n", error.message);
    error = (struct error){0};
    return good;
}

static void test_structures(void)
{
    struct view bytes = bytes_view(16);
    struct view ints = bytes_view(16);
    struct view floats = bytes_view(16);
    struct view small = bytes_view(4);
    struct view one = bytes_view(4);

    view_cast(&ints, &ints, type_native(SCALAR_I32), VIEW_ALL, &error);
    view_cast(&floats, &floats, type_native(SCALAR_F32), VIEW_ALL, &error);
    view_cast(&one, &one, type_native(SCALAR_I32), VIEW_ALL, &error);
    UNIT("another length is refused", refused(&ints, &one, true, "different structures"));
    UNIT("both structures are named", refused(&ints, &one, true, "4 of i32, the value 1 of i32"));
    UNIT("another format is refused", refused(&ints, &floats, true, "different structures"));
    UNIT("bytes take no view of another type", refused(&bytes, &ints, false, "different"));
    UNIT("but any literal of their length", view_assign(&bytes, &ints, true, &error));
    UNIT("and none of another", refused(&bytes, &small, true, "different"));
    struct view index;
    view_picture(&index, &ints, ints.type, 0, NULL, NULL, &error);
    UNIT("one element takes a literal of one", view_assign(&index, &one, true, &error));
    UNIT("and no view of one", refused(&index, &one, false, "different structures"));
    view_drop(&index);
    view_reshape(&floats, &floats, 2, (int64_t[]){2, 2}, 'C', &error);
    view_cast(&floats, &floats, type_native(SCALAR_I32), VIEW_ALL, &error);
    UNIT("another shape is refused", refused(&floats, &ints, false, "2,2 of i32"));
    ints.readonly = true;
    UNIT("read-only memory is refused", refused(&ints, &ints, false, "read-only memory"));
    view_drop(&bytes);
    view_drop(&ints);
    view_drop(&floats);
    view_drop(&small);
    view_drop(&one);
}

static void test_fill(void)
{
    struct view view = bytes_view(300000);
    struct view odd = part(&view, 1, 100000, 3);
    struct view back = part(&view, 299999, 10, -2);
    struct view none = part(&view, 0, 0, 1);
    bool good = view_fill(&odd, (const unsigned char *)"\xee", &error);

    for (size_t i = 0; i < 300000; i++)
        good = good && view.store->address[i] == (i % 3 == 1 ? 0xee : (unsigned char)i);
    UNIT("a fill of every third byte leaves the others", good);
    UNIT("backwards", view_fill(&back, (const unsigned char *)"\xdd", &error) &&
                          view.store->address[299981] == 0xdd &&
                          view.store->address[299980] != 0xdd &&
                          view.store->address[299979] != 0xdd);
    UNIT("of nothing", view_fill(&none, (const unsigned char *)"\1", &error));
    view_drop(&odd);
    view_drop(&back);
    view_drop(&none);
    view_drop(&view);
}

// A view of one bit-field of each record.
static struct view field_view(const struct view *of, const struct type *record, const char *name)
{
    uint64_t offset;
    const struct member *member = type_member(record, name, strlen(name), &offset);
    struct view view;

    view_copy(&view, of);
    type_unref(view.type);
    view.type = type_ref(member->type);
    view.offset += offset;
    return view;
}

static void test_bits(void)
{
    const struct type *record = type_of("<struct {unsigned a:3, b:7, c:6;}");
    struct view view = bytes_view(8);

    memset(view.store->address, 0xff, 8);
    view_cast(&view, &view, record, VIEW_ALL, &error);
    struct view field = field_view(&view, record, "b");
    unsigned char element[16] = {0};
    element_set_integer(field.type, element, integer_of_u64(0), (struct span){0}, &error);
    UNIT("a bit-field is filled without its neighbours",
         view_fill(&field, element, &error) && holds(&view, "\x07\xfc\xff\xff\x07\xfc\xff\xff", 8));
    struct view other = bytes_view(8);
    view_cast(&other, &other, record, VIEW_ALL, &error);
    memset(other.store->address, 0, 8);
    other.store->address[4] = 0xf8;
    struct view from = field_view(&other, record, "b");
    UNIT("a bit-field is assigned without them, too",
         view_assign(&field, &from, false, &error) &&
             holds(&view, "\x07\xfc\xff\xff\xff\xfc\xff\xff", 8));
    view_drop(&field);
    view_drop(&from);
    view_drop(&other);
    view_drop(&view);
    type_unref(record);
}

int main(void)
{
    test_overlap();
    test_two_stores();
    test_structures();
    test_fill();
    test_bits();
    return unit_end();
}

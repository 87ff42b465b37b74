#include "base/near.h"
#include "unit.h"

#include <string.h>

static const char *const names[] = {"view", "cast", "slice", "array", "call", "layout", "run"};

static const char *nearest(const char *word)
{
    static struct near near;

    near = near_to(word, strlen(word));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        near_offer(&near, names[i]);
    return near_best(&near) == NULL ? "" : near_best(&near);
}

static bool suggests(const char *word, const char *expected)
{
    return strcmp(nearest(word), expected) == 0;
}

static bool is_left_out(const char *word, const char *candidate)
{
    struct near near = near_to(word, strlen(word));

    near_offer_other(&near, candidate);
    return near_best(&near) == NULL;
}

int main(void)
{
    UNIT("a letter left out is near", suggests("slce", "slice"));
    UNIT("a letter too many is near", suggests("vieww", "view"));
    UNIT("another letter is near", suggests("cost", "cast"));
    UNIT("two letters swapped are one edit", suggests("rnu", "run"));
    UNIT("letter case is less than an edit", suggests("VIEW", "view"));
    UNIT("half of a short word is too much", suggests("vote", ""));
    UNIT("a name itself is nearest", suggests("call", "call"));
    UNIT("unless only others are wanted",
         is_left_out("call", "call") && !is_left_out("call", "cal"));
    UNIT("another word is near to none", suggests("banana", ""));
    UNIT("a single letter is near to none", suggests("v", ""));
    UNIT("an empty word is near to none", suggests("", ""));
    UNIT("a word as long as it may be is looked at",
         suggests("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""));
    UNIT("a word too long is near to none",
         suggests("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""));

    struct near near = near_to("int23", 5);
    near_offer(&near, "int16_t");
    near_offer_as(&near, "int32", "int32_t");
    UNIT("a candidate can be shown by another name",
         near_best(&near) != NULL && strcmp(near_best(&near), "int32_t") == 0);
    return unit_end();
}

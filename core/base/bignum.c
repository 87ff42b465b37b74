#include "base/bignum.h"

enum { LIMB_BITS = 32 };

// Forgets zero limbs at the top.
static void trim(struct bignum *a)
{
    while (a->used > 0 && a->limbs[a->used - 1] == 0)
        a->used--;
}

void bignum_set(struct bignum *a, struct wide value)
{
    a->limbs[0] = (uint32_t)value.low;
    a->limbs[1] = (uint32_t)(value.low >> LIMB_BITS);
    a->limbs[2] = (uint32_t)value.high;
    a->limbs[3] = (uint32_t)(value.high >> LIMB_BITS);
    a->used = 4;
    trim(a);
}

void bignum_copy(struct bignum *to, const struct bignum *from)
{
    to->used = from->used;
    memcpy(to->limbs, from->limbs, from->used * sizeof from->limbs[0]);
}

unsigned bignum_bits(const struct bignum *a)
{
    if (a->used == 0)
        return 0;
    return a->used * LIMB_BITS - (unsigned)__builtin_clz(a->limbs[a->used - 1]);
}

int bignum_compare(const struct bignum *a, const struct bignum *b)
{
    if (a->used != b->used)
        return a->used < b->used ? -1 : 1;
    for (unsigned i = a->used; i-- > 0;)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

void bignum_multiply(struct bignum *a, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;

    for (unsigned i = 0; i < a->used; i++) {
        carry += (uint64_t)a->limbs[i] * factor;
        a->limbs[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    if (carry != 0)
        a->limbs[a->used++] = (uint32_t)carry;
}

void bignum_times_fives(struct bignum *a, unsigned n)
{
    static const uint32_t fives[] = {1,     5,      25,      125,     625,      3125,     15625,
                                     78125, 390625, 1953125, 9765625, 48828125, 244140625};
    enum { MOST = 13 }; // 5^13 is the highest in 32 bits

    for (; n >= MOST; n -= MOST)
        bignum_multiply(a, 1220703125, 0);
    bignum_multiply(a, fives[n], 0);
}

void bignum_shift(struct bignum *a, unsigned n)
{
    unsigned limbs = n / LIMB_BITS, bits = n % LIMB_BITS;

    if (bits != 0)
        bignum_multiply(a, UINT32_C(1) << bits, 0);
    if (limbs == 0 || a->used == 0)
        return;
    memmove(a->limbs + limbs, a->limbs, a->used * sizeof a->limbs[0]);
    memset(a->limbs, 0, limbs * sizeof a->limbs[0]);
    a->used += limbs;
}

void bignum_add(struct bignum *a, const struct bignum *b)
{
    uint64_t carry = 0;

    for (unsigned i = 0; i < b->used || carry != 0; i++) {
        if (i >= a->used)
            a->limbs[a->used++] = 0;
        carry += (uint64_t)a->limbs[i] + (i < b->used ? b->limbs[i] : 0);
        a->limbs[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
}

void bignum_subtract(struct bignum *a, const struct bignum *b)
{
    uint64_t borrow = 0;

    for (unsigned i = 0; i < b->used || borrow != 0; i++) {
        uint64_t difference = a->limbs[i] - borrow - (i < b->used ? b->limbs[i] : 0);

        a->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    trim(a);
}

unsigned bignum_digit(struct bignum *a, const struct bignum *b)
{
    unsigned digit = 0;

    for (; bignum_compare(a, b) >= 0; digit++)
        bignum_subtract(a, b);
    return digit;
}

struct wide bignum_top(const struct bignum *a, int *exponent, bool *more)
{
    struct wide top = {0, 0};
    unsigned taken = a->used < 4 ? a->used : 4, below = a->used - taken;

    for (unsigned i = a->used; i-- > below;)
        top = wide_plus(wide_left(top, LIMB_BITS), a->limbs[i]);
    *exponent = (int)(below * LIMB_BITS);
    *more = false;
    if (below > 0) { // what the highest limb leaves free is filled from the next one
        unsigned free = 128 - wide_bits(top);
        uint32_t next = a->limbs[below - 1];

        top = wide_plus(wide_left(top, free), (uint64_t)next >> (LIMB_BITS - free));
        *exponent -= (int)free;
        *more = (uint32_t)((uint64_t)next << free) != 0;
        for (unsigned i = 0; i + 1 < below; i++)
            *more |= a->limbs[i] != 0;
    }
    return top;
}

enum { CHUNK = 9, CHUNKS = 4 }; // digits that one limb holds; limbs of them that go at once

// Divides by 10^CHUNK again and again; the remainders, the first one first. A division need not
// wait for the one before it: it follows one limb behind.
static void take_chunks(struct bignum *a, uint32_t rests[CHUNKS])
{
    const uint32_t divisor = 1000000000;

    memset(rests, 0, CHUNKS * sizeof rests[0]);
    for (unsigned i = a->used; i-- > 0;) {
        uint32_t limb = a->limbs[i];

        for (unsigned j = 0; j < CHUNKS; j++) {
            uint64_t rest = (uint64_t)rests[j] << LIMB_BITS | limb;

            limb = (uint32_t)(rest / divisor);
            rests[j] = (uint32_t)(rest % divisor);
        }
        a->limbs[i] = limb;
    }
    trim(a);
}

size_t bignum_print(char *to, struct bignum *a)
{
    char text[BIGNUM_LIMBS * 10 + CHUNKS * CHUNK], *end = text + sizeof text, *at = end;
    uint32_t rests[CHUNKS];

    while (a->used > 0) {
        take_chunks(a, rests);
        for (unsigned j = 0; j < CHUNKS; j++)
            for (int i = 0; i < CHUNK; i++, rests[j] /= 10)
                *--at = (char)('0' + rests[j] % 10);
    }
    while (at < end && *at == '0')
        at++;
    memcpy(to, at, (size_t)(end - at));
    return (size_t)(end - at);
}

/* Text without stdio, because the runtime also runs before stdio is ready and after it is closed. */
#include "runtime/port.h"

#include "runtime/text.h"

struct text __cover_text_in(char *buffer, size_t cap)
{
    struct text text = {buffer, cap, 0};
    buffer[0] = '\0';
    return text;
}

static void text_character_add(struct text *text, char c)
{
    if (text->len + 1 < text->cap) {
        text->data[text->len] = c;
        text->data[text->len + 1] = '\0';
    }
    text->len++;
}

void __cover_text_add(struct text *text, const char *more)
{
    for (; *more != '\0'; more++)
        text_character_add(text, *more);
}

void __cover_text_add_number(struct text *text, uint64_t number)
{
    char digits[TEXT_NUMBER_SIZE];
    __cover_text_add(text, __cover_text_number(number, digits));
}

void __cover_text_add_hex(struct text *text, const uint8_t *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        text_character_add(text, digits[bytes[i] >> 4]);
        text_character_add(text, digits[bytes[i] & 15]);
    }
}

const char *__cover_text_number(uint64_t number, char buffer[TEXT_NUMBER_SIZE])
{
    size_t len = 1;
    for (uint64_t rest = number; rest > 9; rest /= 10)
        len++;
    buffer[len] = '\0';
    for (; len > 0; number /= 10)
        buffer[--len] = (char)('0' + number % 10);
    return buffer;
}

/**
 * Four bytes that are looked at at once, read as an integer: a byte, four times. They stand in a file of their own, because the bundler
 * writes constants of other files into the code, and loops over all bytes wait for no variable.
 */
export const ONES = 0x01010101
/** The highest bit of each. */
export const TOPS = -0x7f7f7f80
export const SPACES = 0x20202020
export const QUOTES = 0x22222222
export const AMPERSANDS = 0x26262626
/** `"` (22) and `&` (26) differ in this bit alone. */
export const BUT_AMPERSAND = -0x04040405
export const BACKSLASHES = 0x5c5c5c5c
export const ESCAPES = 0x1b1b1b1b

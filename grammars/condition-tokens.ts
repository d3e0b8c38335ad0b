import { createToken, Lexer, type TokenType } from 'chevrotain'

const Blank = createToken({ name: 'Blank', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true })
/** `10m`, `30s`, `1.5h`, `500ms`, `2d` */
export const Duration = createToken({ name: 'Duration', label: 'a duration such as 30s', pattern: /\d+(?:\.\d+)?(?:ms|s|m|h|d)(?![\w.])/ })
/** `3` */
export const Count = createToken({ name: 'Count', label: 'a whole number', pattern: /\d+(?![\w.])/ })
/** `task-reverted` in `task-reverted then gave-up`; also a field such as `job.ErrCount` or `task-key` */
export const Name = createToken({ name: 'Name', label: "a selection's name", pattern: /[a-zA-Z_][\w.-]*/ })
/** `count(errors) >= 3` */
export const AtLeast = createToken({ name: 'AtLeast', label: '>=', pattern: />=/ })
/** `(a or b) and c` */
export const Open = createToken({ name: 'Open', label: '(', pattern: /\(/ })
export const Close = createToken({ name: 'Close', label: ')', pattern: /\)/ })

const word = (text: string): TokenType =>
  createToken({ name: `Word_${text}`, label: `"${text}"`, pattern: new RegExp(text), longer_alt: Name })
/** `a and b`, `a or b`, `not a` */
export const And = word('and')
export const Or = word('or')
export const Not = word('not')
/** `count(a) >= 2 within 10m by task` */
export const CountOf = word('count')
export const Within = word('within')
export const By = word('by')
/** `a then b within 5m`, `a before b` */
export const Then = word('then')
export const Before = word('before')
/** `no b within 30s after a` */
export const No = word('no')
export const After = word('after')

/** `refused during(paused until resumed)`: between one and the other */
export const During = word('during')
export const Until = word('until')
/** `(a then b) for same node`: all of it with one value */
export const For = word('for')
export const Same = word('same')

const words = [And, Or, Not, CountOf, Within, By, Then, Before, No, After, During, Until, For, Same]
/** All of them, in the order in which they are tried. */
export const tokens = [Blank, Duration, Count, ...words, Name, AtLeast, Open, Close]

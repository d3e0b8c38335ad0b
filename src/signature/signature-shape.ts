import { unsafe } from './expression.ts'
import { either, keys, list, map, nullable, type Shape, text, word } from './shape.ts'

const wantsKebab = 'must be kebab-case: small letters, digits and single hyphens'
const kebab = text({ pattern: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, says: wantsKebab })
/** An id may begin with the number of an error. */
const id = text({ pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/, says: wantsKebab })
const sentence = text({ isTrimmed: true, least: 1, most: 4_000 })
const line = text({ isTrimmed: true, least: 1, most: 300 })
const oneOrMore = (item: Shape): Shape => either(item, list(item, 1, 40))
const number: Shape = { kind: 'number', isCount: false }
const issueNumber: Shape = { kind: 'number', isCount: true }

const expression = text({
  fault: (pattern) => {
    const reason = unsafe(pattern)
    return reason === null ? null : `this regular expression is refused: ${reason}`
  },
})

const operand = text({ least: 1, most: 400 })
const test = either(
  operand,
  keys(
    {
      'equals?': text({ most: 400 }),
      'contains?': operand,
      'startsWith?': operand,
      'matches?': expression,
      'above?': number,
      'below?': number,
    },
    (tests) => (Object.keys(tests).length > 0 ? null : 'tests nothing'),
  ),
)

/** A text that is looked for in every line: too short a one would keep every line. */
const literal = text({ least: 6, most: 200, says: 'a text to look for in every line needs 6 characters at least' })

const crash = keys(
  {
    'kind?': word('panic', 'fatal', 'race', 'deadlock', 'timeout', 'dump', 'leak'),
    'message?': test,
    'frames?': list(line, 1, 20),
    'root?': line,
    'nilArgument?': text({
      pattern: /^\S+ [1-9]\d?$/,
      says: 'must be a function and the position of an argument, such as "acquireLock 2"',
    }),
  },
  ({ kind, ...rest }) => (Object.keys(rest).length > 0 ? null : 'needs more than a kind: frames, root, message or nilArgument'),
)

const history = keys(
  {
    machine: kebab,
    'state?': oneOrMore(line),
    'verdict?': word('conforming', 'conforming-if', 'violating', 'not-judgeable'),
  },
  ({ state, verdict }) => (state !== undefined || verdict !== undefined ? null : 'needs a state or a verdict'),
)

/** `>=v7.5.0-alpha <v7.5.0`: comparisons that must all hold. */
const range = text({
  pattern: /^(?:>=|>|<=|<|=)v\d+\.\d+\.\d+\S*(?: (?:>=|>|<=|<)v\d+\.\d+\.\d+\S*)?$/,
  says: 'must be a range such as ">=v7.5.0-alpha <v7.5.0"',
})

export const selectionShape = keys(
  {
    'event?': oneOrMore(line),
    'text?': oneOrMore(literal),
    'fields?': map(line, test),
    'level?': list(word('DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'UNKNOWN'), 1),
    'crash?': crash,
    'history?': history,
    'finding?': oneOrMore(kebab),
    'version?': oneOrMore(range),
  },
  ({ crash, history, finding, version, ...lines }) => {
    const others = [crash, history, finding, version].filter((part) => part !== undefined).length
    const kinds = others + Number((lines.event ?? lines.text) !== undefined)
    if (kinds === 0) return 'selects nothing: needs event, text, crash, history, finding or version'
    if (kinds === 1 && (others === 0 || Object.keys(lines).length === 0)) return null
    return 'selects either lines (event, text, fields, level), or a crash, a history, a finding or a version'
  },
)

const version = text({ pattern: /^v\d+\.\d+\.\d+(?:-[\w.-]+)?$/, says: 'must be a version such as v7.5.0' })

const knownIssue = keys({
  issues: list(issueNumber),
  pullRequests: list(issueNumber),
  affected: sentence,
  affectedVersions: list(range),
  fixedIn: list(version),
})

const entityKind = word(
  'job',
  'task',
  'subtask',
  'engine',
  'backend',
  'reorg-ctx',
  'checkpoint',
  'flush-lock',
  'owner',
  'schema-version',
  'scheduler',
  'executor',
  'node',
)

const condition = text({ isTrimmed: true, least: 1, most: 1_000 })
const confidence = word('high', 'medium', 'low')

/**
 * The shape of a signature file. What a shape cannot say (names in conditions, conditions that can never hold) is compile.ts's.
 * signature.schema.json in the package is this, for editors.
 */
export const signatureShape = keys({
  id,
  title: line,
  category: kebab,
  severity: word('critical', 'high', 'medium', 'low', 'info'),
  status: word('draft', 'tested'),
  selections: map(kebab, selectionShape, (all) => (Object.keys(all).length > 0 ? null : 'needs one selection at least')),
  condition,
  /** Of a finding for which `condition` holds; high unless the cause is not certain even then. */
  'confidence?': confidence,
  'weaker?': list(keys({ condition, confidence })),
  per: nullable(entityKind),
  /** Without these logs, that it does not hold says nothing. */
  'needs?': list(word('owner-log', 'executor-log', 'stderr', 'INFO', 'version'), 1),
  /** What has happened when a selection is met, by its name: half a sentence, for the chain of what led to what. */
  'says?': map(kebab, line),
  explanation: sentence,
  remedy: sentence,
  falsePositives: list(sentence),
  notToBeConfusedWith: list(line),
  mayAccompany: list(id),
  knownIssue: nullable(knownIssue),
})

import { ansi } from './ansi.ts'
import { isDated } from './bare.ts'
import { CARRIAGE_RETURN, OPEN_BRACKET } from './bytes.ts'
import { type Chain, ChainNode } from './chain.ts'
import { compose } from './compose.ts'
import { cri } from './cri.ts'
import { dockerJson } from './docker-json.ts'
import type { Envelope, Line } from './envelope.ts'
import { githubCli } from './github-cli.ts'
import { grafana } from './grafana.ts'
import { jenkins } from './jenkins.ts'
import { journald } from './journald.ts'
import { kubectl } from './kubectl.ts'
import { logcli } from './logcli.ts'
import { lokiJson } from './loki-json.ts'
import { markdown } from './markdown.ts'
import { mending } from './mending.ts'
import { Needle } from './needle.ts'
import { Pieces } from './pieces.ts'
import { prose } from './prose.ts'
import { quoted } from './quoted.ts'
import { stern } from './stern.ts'
import { syslog } from './syslog.ts'
import { test2json } from './test2json.ts'
import { timestamped } from './timestamped.ts'

export type { Chain } from './chain.ts'

const DIGITS = '0123456789'
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An envelope and the bytes that give it away: one is needed for it to be asked. */
interface Row {
  readonly envelope: Envelope
  /** Bytes with which an enveloped line may begin. */
  readonly heads?: string
  /** Bytes with which it may end. */
  readonly tails?: string
  /** Bytes that may stand anywhere in it. */
  readonly marks?: string
}

/** All envelopes. Where two share a head, the one with the stricter look stands first. */
export const ENVELOPES: readonly Row[] = [
  { envelope: ansi, marks: '\x1b' },
  { envelope: dockerJson, heads: '{' },
  { envelope: test2json, heads: '{' },
  { envelope: lokiJson, heads: '{' },
  { envelope: logcli, heads: DIGITS },
  { envelope: cri, heads: DIGITS },
  { envelope: grafana, heads: DIGITS + LETTERS },
  { envelope: journald, heads: DIGITS + LETTERS },
  { envelope: timestamped, heads: DIGITS },
  { envelope: jenkins, heads: '[' },
  { envelope: kubectl, heads: '[' },
  { envelope: syslog, heads: '<' },
  { envelope: githubCli, heads: DIGITS + LETTERS },
  { envelope: stern, heads: LETTERS },
  { envelope: compose, heads: LETTERS },
  { envelope: quoted, heads: '"' },
  { envelope: markdown, heads: `>\`-*+ \t•、·${DIGITS}`, tails: '`' },
  { envelope: mending, marks: '&“' },
  { envelope: prose, heads: `[(</.*#|_~=:${DIGITS}${LETTERS}“‘：` },
]

const MAX_LAYERS = 8
const NONE: readonly Envelope[] = []
const firstBytes = (text: string): ReadonlySet<number> => new Set([...text].map((char) => Buffer.from(char)[0]!))
const table = (of: (row: Row) => string | undefined): readonly (readonly Envelope[])[] => {
  const rows = ENVELOPES.map((row) => ({ envelope: row.envelope, bytes: firstBytes(of(row) ?? '') }))
  return Array.from({ length: 256 }, (_, byte) => rows.filter(({ bytes }) => bytes.has(byte)).map(({ envelope }) => envelope))
}
const BY_HEAD = table((row) => row.heads)
const BY_TAIL = table((row) => row.tails)
const MARKED = ENVELOPES.flatMap((row) => [...firstBytes(row.marks ?? '')].map((byte) => ({ envelope: row.envelope, byte })))

/** Peels lines of one source until they are bare. What it remembers from line to line makes it faster, and tells pieces of cut lines. */
export class Peeler {
  readonly #needles = MARKED.map(({ envelope, byte }) => ({ envelope, needle: new Needle(byte) }))
  readonly #pieces = new Pieces()
  /** Layer by layer, the envelopes of the line before. */
  readonly #before: (Envelope | null)[] = new Array<Envelope | null>(MAX_LAYERS).fill(null)

  /** Peels the line in place and drops a CR at its end. @returns what it was peeled from; at most eight layers go */
  peel(line: Line): Chain {
    let node = ChainNode.root
    for (let depth = 0; depth < MAX_LAYERS; depth++) {
      dropCarriageReturn(line)
      const envelope = this.#marked(line) ?? this.#layer(line, depth)
      if (envelope === null) return node.chain
      node = node.inside(envelope.name)
      this.#before[depth] = envelope
      if (this.#pieces.isContinued(line)) break
    }
    dropCarriageReturn(line)
    return node.chain
  }

  #layer(line: Line, depth: number): Envelope | null {
    const { buf, start, end } = line
    if (start >= end) return null
    const first = buf[start]!
    const isEntry = isDated(buf, first === OPEN_BRACKET ? start + 1 : start, end)
    const heads = isEntry ? NONE : BY_HEAD[first]!
    const before = this.#before[depth]!
    if (heads.length > 1 && before !== null && heads[0] !== before && isStrict(before) && heads.includes(before) && before.peel(line))
      return before
    return firstPeeled(heads, line) ?? firstPeeled(BY_TAIL[buf[end - 1]!]!, line)
  }

  #marked(line: Line): Envelope | null {
    for (const { envelope, needle } of this.#needles)
      if (needle.within(line.buf, line.start, line.end) && envelope.peel(line)) return envelope
    return null
  }
}

/** Those that take only what no other would take may be asked out of turn. */
const STRICT: ReadonlySet<Envelope> = new Set([dockerJson, test2json, logcli, cri, jenkins, kubectl, syslog])

function isStrict(envelope: Envelope): boolean {
  return STRICT.has(envelope)
}

function firstPeeled(envelopes: readonly Envelope[], line: Line): Envelope | null {
  for (const envelope of envelopes) if (envelope.peel(line)) return envelope
  return null
}

function dropCarriageReturn(line: Line): void {
  if (line.end > line.start && line.buf[line.end - 1] === CARRIAGE_RETURN) line.end--
}

import { ansi } from './ansi.ts'
import { isDated } from './bare.ts'
import { CARRIAGE_RETURN, OPEN_BRACE, OPEN_BRACKET } from './bytes.ts'
import { type Chain, ChainNode } from './chain.ts'
import { compose } from './compose.ts'
import { cri } from './cri.ts'
import { curlyQuotes } from './curly-quotes.ts'
import { dockerJson } from './docker-json.ts'
import { entities } from './entities.ts'
import type { Envelope, Line } from './envelope.ts'
import { githubCli } from './github-cli.ts'
import { grafana } from './grafana.ts'
import { grep } from './grep.ts'
import { jenkins } from './jenkins.ts'
import { journald } from './journald.ts'
import { kubectl } from './kubectl.ts'
import { logcli } from './logcli.ts'
import { lokiJson } from './loki-json.ts'
import { markdown } from './markdown.ts'
import { MARKS, marksIn } from './marks.ts'
import { Pieces } from './pieces.ts'
import { prose } from './prose.ts'
import { quoted } from './quoted.ts'
import { type FastEnds, Stencils } from './stencils.ts'
import { stern } from './stern.ts'
import { syslog } from './syslog.ts'
import { test2json } from './test2json.ts'
import { timestamped } from './timestamped.ts'
import { viewOf } from './view.ts'

export type { Chain } from './chain.ts'

/** The first bytes of these characters. */
const of = (text: string): ReadonlySet<number> => new Set(Buffer.from(text).filter((byte) => !isInsideCharacter(byte)))
const isInsideCharacter = (byte: number): boolean => (byte & 0xc0) === 0x80
const allBut = (text: string): ReadonlySet<number> => {
  const others = of(text)
  return new Set(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !others.has(byte)))
}
const DIGITS = '0123456789'
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An envelope and the bytes that give it away: one is needed for it to be asked. */
interface Row {
  readonly envelope: Envelope
  /** Bytes with which an enveloped line may begin. */
  readonly heads?: ReadonlySet<number>
  /** Bytes with which it may end. */
  readonly tails?: ReadonlySet<number>
  /** Bytes that may stand anywhere in it. */
  readonly marks?: ReadonlySet<number>
}

/** All envelopes. Where two share a head, the one with the stricter look stands first. */
export const ENVELOPES: readonly Row[] = [
  { envelope: ansi, marks: of('\x1b') },
  { envelope: dockerJson, heads: of('{') },
  { envelope: test2json, heads: of('{') },
  { envelope: lokiJson, heads: of('{') },
  { envelope: logcli, heads: of(DIGITS) },
  { envelope: cri, heads: of(DIGITS) },
  { envelope: grafana, heads: of(DIGITS + LETTERS) },
  { envelope: journald, heads: of(DIGITS + LETTERS) },
  { envelope: timestamped, heads: of(DIGITS) },
  { envelope: jenkins, heads: of('[') },
  { envelope: kubectl, heads: of('[') },
  { envelope: syslog, heads: of('<') },
  { envelope: githubCli, heads: of(DIGITS + LETTERS) },
  { envelope: stern, heads: of(LETTERS) },
  { envelope: compose, heads: of(LETTERS) },
  { envelope: grep, heads: of(`./${DIGITS}${LETTERS}`) },
  { envelope: quoted, heads: of('"') },
  { envelope: markdown, heads: of(`>\`-*+ \t•、·${DIGITS}`), tails: of('`') },
  { envelope: curlyQuotes, marks: of('“') },
  { envelope: entities, marks: of('&') },
  { envelope: prose, heads: allBut('{"') },
]

const MAX_LAYERS = 8
const NONE: readonly Envelope[] = []
/** From the rows to the bytes, which every start has to do: asking every row for every byte takes milliseconds. */
function byByte(place: 'heads' | 'tails'): readonly (readonly Envelope[])[] {
  const table = Array.from({ length: 256 }, (): Envelope[] => [])
  for (const { envelope, [place]: bytes = [] } of ENVELOPES) for (const byte of bytes) table[byte]!.push(envelope)
  return table
}
const BY_HEAD = byByte('heads')
const BY_TAIL = byByte('tails')
const MARKED = ENVELOPES.flatMap((row) => [...(row.marks ?? [])].map((byte) => ({ envelope: row.envelope, bit: MARKS[byte]! })))

/** Peels lines of one source until they are bare. What it remembers from line to line makes it faster, and tells pieces of cut lines. */
export class Peeler {
  readonly #pieces = new Pieces()
  readonly #stencils = new Stencils()
  /** Layer by layer, the envelopes of the line before. */
  readonly #before: (Envelope | null)[] = new Array<Envelope | null>(MAX_LAYERS).fill(null)

  /** Peels the line in place and drops a CR at its end. @returns what it was peeled from; at most eight layers go */
  peel(line: Line): Chain {
    let node = ChainNode.root
    for (let depth = 0; depth < MAX_LAYERS; depth++) {
      dropCarriageReturn(line)
      const envelope = marked(line) ?? this.#layer(line, depth)
      if (envelope === null) return node.chain
      node = node.inside(envelope.name)
      this.#before[depth] = envelope
      if (this.#pieces.isContinued(line)) break
    }
    dropCarriageReturn(line)
    return node.chain
  }

  /** Has a faster look at bytes used, where it can be. */
  lookWith(ends: FastEnds): void {
    this.#stencils.ends = ends
  }

  /**
   * For a look at lines that are likely to be like one before, with only one envelope around an entry, which it leaves as it stands there.
   * Null while lines need more than that; a line that is no JSON at all may pass.
   */
  get stencils(): Stencils | null {
    return this.#pieces.areOpen || this.#stencils.isEmpty ? null : this.#stencils
  }

  #layer(line: Line, depth: number): Envelope | null {
    if (depth > 0 || line.column > 0) return this.#any(line, depth)
    const known = line.buf[line.start] === OPEN_BRACE ? this.#stencils.peel(line) : null
    if (known !== null) return known
    const raw = { ...line }
    const envelope = this.#any(line, depth)
    if (envelope !== null && raw.start < raw.end) this.#stencils.remember(envelope, raw, line)
    return envelope
  }

  #any(line: Line, depth: number): Envelope | null {
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
}

function marked(line: Line): Envelope | null {
  const marks = marksIn(viewOf(line.buf), line.start, line.end)
  if (marks === 0) return null
  for (const { envelope, bit } of MARKED) if ((marks & bit) !== 0 && envelope.peel(line)) return envelope
  return null
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
  while (line.end > line.start && line.buf[line.end - 1] === CARRIAGE_RETURN) line.end--
}

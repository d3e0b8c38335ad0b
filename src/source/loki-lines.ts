const LINE = Buffer.from('{"line":')
const STAMPED = Buffer.from('Z"}\n')
const END = Buffer.from('}\n')
/** What a line takes beside its text and labels, at the most. */
const FRAME = 128
/** Digits of a time in nanoseconds, and of its seconds. */
export const NANOSECONDS = 19
const SECONDS = 10
const [ZERO, POINT] = [0x30, 0x2e]

/** Writes lines of JSON as `logcli -o jsonl` prints them: `{"line":…,"labels":{…},"timestamp":…}`. */
export class LokiLines {
  private out = Buffer.allocUnsafe(1 << 20)
  private used = 0
  /** What stands between a line and its time, or its end. */
  private labels = Buffer.alloc(0)
  /** The digits of the second that was met last, and how it is printed, behind the labels. */
  private readonly second = Buffer.alloc(SECONDS)
  private printed = Buffer.alloc(0)

  constructor() {
    this.begin('{}')
  }

  /** @param labels of the stream whose lines come, as JSON */
  begin(labels: string): void {
    this.labels = Buffer.from(`,"labels":${labels}`)
    this.second.fill(0)
  }

  /** @param time nanoseconds since 1970, as digits; a line without it gets no time */
  add(line: string, time: unknown): void {
    const text = Buffer.from(JSON.stringify(line))
    const stamp = typeof time === 'string' ? stampOf(time) : null
    this.open(text, 0, text.length)
    this.put(this.labels)
    if (stamp !== null) this.used += this.out.write(`,"timestamp":"${stamp.slice(0, -1)}`, this.used)
    this.put(stamp === null ? END : STAMPED)
  }

  /** @param from @param to a string with its quotes, as JSON.stringify writes it @param time where the digits of a time stand in `digits` */
  addBytes(buf: Buffer, from: number, to: number, digits: Buffer, time: number): void {
    this.open(buf, from, to)
    if (!this.isSecond(digits, time)) {
      digits.copy(this.second, 0, time, time + SECONDS)
      const stamp = stampOf(`${this.second.toString('latin1')}000000000`)!
      this.printed = Buffer.concat([this.labels, Buffer.from(`,"timestamp":"${stamp.slice(0, -1)}`)])
    }
    this.put(this.printed)
    let end = time + NANOSECONDS
    while (end > time + SECONDS && digits[end - 1] === ZERO) end--
    if (end > time + SECONDS) {
      this.out[this.used++] = POINT
      for (let i = time + SECONDS; i < end; i++) this.out[this.used++] = digits[i]!
    }
    this.put(STAMPED)
  }

  /** What was written since the last time; valid until more is. */
  take(): Buffer {
    const taken = this.out.subarray(0, this.used)
    this.used = 0
    return taken
  }

  private open(line: Buffer, from: number, to: number): void {
    const room = to - from + this.labels.length + FRAME
    if (this.used + room > this.out.length) this.widen(room)
    this.put(LINE)
    this.used += line.copy(this.out, this.used, from, to)
  }

  private isSecond(digits: Buffer, time: number): boolean {
    for (let i = SECONDS - 1; i >= 0; i--) if (digits[time + i] !== this.second[i]) return false
    return true
  }

  private put(bytes: Buffer): void {
    this.out.set(bytes, this.used)
    this.used += bytes.length
  }

  private widen(room: number): void {
    const wider = Buffer.allocUnsafe((this.used + room) * 2)
    this.out.copy(wider, 0, 0, this.used)
    this.out = wider
  }
}

/** Nanoseconds since 1970 as RFC 3339 in UTC, trailing zeros dropped as Go's RFC3339Nano does; null for anything else. */
function stampOf(nanoseconds: string): string | null {
  if (!/^\d{10,19}$/.test(nanoseconds)) return null
  const seconds = new Date(Number(nanoseconds.slice(0, -9)) * 1000).toISOString().slice(0, 19)
  const fraction = nanoseconds.slice(-9).replace(/0{1,9}$/, '')
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`
}

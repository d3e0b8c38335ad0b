/** Gives each text one number, so that tables of many rows hold four bytes in place of it. */
export class Names {
  private readonly numbers = new Map<string, number>()
  private readonly texts: string[] = []
  /** The same text is asked for again and again. */
  private last = -1

  number(text: string): number {
    if (this.last >= 0 && this.texts[this.last] === text) return this.last
    let number = this.numbers.get(text)
    if (number === undefined) {
      number = this.texts.push(detached(text)) - 1
      this.numbers.set(this.text(number), number)
    }
    return (this.last = number)
  }

  /** @param number as `number` gave it */
  text(number: number): string {
    return this.texts[number] as string
  }
}

/** From this length on V8 makes a part of a string by pointing into the whole. */
const CUT_BY_REFERENCE = 13

/** A copy for keeping: what was cut out of a line would hold the whole line in memory. */
export function detached(text: string): string {
  return text.length < CUT_BY_REFERENCE ? text : ` ${text}`.slice(1)
}

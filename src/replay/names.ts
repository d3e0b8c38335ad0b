/** Gives each text one number, so that tables of many rows hold four bytes in place of it. */
export class Names {
  private readonly numbers = new Map<string, number>()
  private readonly texts: string[] = []

  number(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const own = detached(text)
    this.numbers.set(own, this.texts.length)
    return this.texts.push(own) - 1
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

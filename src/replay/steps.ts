import type { Step } from './history.ts'

export type OpenStep = { -readonly [K in keyof Step]: Step[K] }

const KEPT = 50
/** How far back a line may lie that says the same again: a loop of a handful of lines folds into as many steps. */
const FOLD_REACH = 12

/** A history's steps: the first and the last of them, repeats folded, the rest counted. */
export class StepList {
  private readonly head: OpenStep[] = []
  private readonly tail: OpenStep[] = []
  private dropped = 0
  private good: OpenStep | null = null

  add(step: OpenStep): void {
    const same = this.sameAgain(step)
    if (same !== null) {
      same.count += step.count
      return
    }
    if (step.course !== 'illegal') this.good = step
    if (this.head.length < KEPT) this.head.push(step)
    else this.tail.push(step)
    if (this.tail.length > KEPT) this.dropped += (this.tail.shift() as OpenStep).count
  }

  /** The last step that the model allows. */
  get lastGood(): Step | null {
    return this.good
  }

  /** All steps kept, with one of event `folded` for those between. */
  all(): Step[] {
    if (this.dropped === 0) return [...this.head, ...this.tail]
    const before = this.head[KEPT - 1] as OpenStep
    const after = this.tail[0] as OpenStep
    const gap: Step = {
      time: null,
      from: before.to,
      to: after.from ?? before.to,
      event: 'folded',
      where: null,
      course: 'normal',
      count: this.dropped,
    }
    return [...this.head, gap, ...this.tail]
  }

  /** The step that said the same while the entity has not left the state since. */
  private sameAgain(step: OpenStep): OpenStep | null {
    if (step.from !== step.to) return null
    const list = this.tail.length > 0 ? this.tail : this.head
    for (let i = list.length - 1; i >= Math.max(0, list.length - FOLD_REACH); i--) {
      const known = list[i] as OpenStep
      if (known.to !== step.to) return null
      if (known.event === step.event && known.course !== 'illegal') return known
      if (known.from !== known.to) return null
    }
    return null
  }
}

import type { Instant } from '../entry/entry.ts'
import type { Crash, Event } from '../event/event.ts'
import type { Coverage } from './coverage.ts'
import { CrashLoops } from './crash-loops.ts'
import type { Detection, DetectLimits } from './detection.ts'
import type { EntityRecord, History } from './history.ts'
import { LastWords } from './last-words.ts'
import { leftOvers } from './left-overs.ts'
import { Losses } from './losses.ts'
import type { Turn } from './nodes.ts'
import { Outcomes } from './outcomes.ts'
import { OwnerFlapping } from './owner-flapping.ts'
import type { OwnerTests } from './ownership.ts'
import { stalls } from './stalls.ts'
import { Watchmen } from './watchmen.ts'

/** Watches what entities live in, processes that come and go and an ownership that moves, and says in the end what became of entities in it. */
export class Surroundings {
  private readonly crashLoops: CrashLoops
  private readonly flapping: OwnerFlapping
  /** When the process of a place last began or ended, or its ownership changed. */
  private readonly turned = new Map<string, Instant>()
  private readonly lastWords: LastWords
  private readonly outcomes: Outcomes
  private readonly losses: Losses

  constructor(private readonly limits: DetectLimits) {
    this.lastWords = new LastWords(new Set(limits.stall.of))
    this.outcomes = new Outcomes(limits.leftOver)
    this.losses = new Losses(limits.wholeness)
    this.crashLoops = new CrashLoops(limits.crashLoop)
    this.flapping = new OwnerFlapping(limits.flapping)
  }

  /** Whether lines of a kind mean anything here even without an id. */
  minds(kind: string): boolean {
    return this.losses.concerns(kind)
  }

  /**
   * @param place see nodeKey
   * @param turn what the line meant for its process
   * @param owner what is to be asked of it about ownership
   * @param moved whether it told that the ownership changed
   */
  see(event: Event, place: string, turn: Turn, owner: OwnerTests | null, moved: boolean): void {
    this.lastWords.see(event, place)
    this.outcomes.see(event)
    this.losses.see(event)
    if (turn === 'started') this.crashLoops.started(event)
    else if (turn === 'ending') this.crashLoops.leaving(event)
    if (turn !== null && event.node !== null) this.flapping.turned(event.node)
    if (owner !== null) this.flapping.see(event, owner)
    if ((turn !== null || (owner !== null && moved)) && event.time !== null) this.turned.set(place, event.time)
  }

  crash(crash: Crash, place: string): void {
    this.crashLoops.crashed(crash)
    if (crash.node !== null) this.flapping.turned(crash.node)
    if (crash.time !== null) this.turned.set(place, crash.time)
  }

  /** What was found, now that everything was judged. */
  close(histories: readonly History[], entities: readonly EntityRecord[], coverage: Coverage): Detection[] {
    const watchmen = new Watchmen(entities, histories, coverage, {
      turnedAt: (place) => this.turned.get(place) ?? null,
      lastWord: (ref) => this.lastWords.of(ref),
      isWhole: (source) => this.losses.isWhole(source),
    })
    return [
      ...this.crashLoops.close(),
      ...this.flapping.close(),
      ...stalls(histories, watchmen, this.limits.stall),
      ...leftOvers(histories, watchmen, this.outcomes, this.limits.leftOver),
    ]
  }
}

import { Clock } from './clock.ts'
import { type Era, eraOf } from './era.ts'
import { Life } from './life.ts'
import { Node } from './node.ts'
import { Random } from './random.ts'

/** A cluster in one age of TiDB: its nodes, who of them is the DDL owner, and the counters that all share. */
export class Cluster {
  readonly era: Era
  readonly random: Random
  readonly clock: Clock
  readonly nodes: Node[]
  owner: Node
  schemaVersion: number
  private readonly counters = new Map<string, number>()
  private readonly stored: Life[] = []

  constructor(era: Era['name'], size: number, seed: number) {
    this.era = eraOf(era)
    this.random = new Random(seed)
    this.clock = new Clock(this.era.begins, this.random)
    this.nodes = Array.from({ length: size }, (_, i) => new Node(this.era, `tidb-${i}`, this.random))
    this.owner = this.node(0)
    this.schemaVersion = this.random.whole(60, 900)
  }

  node(at: number): Node {
    return this.nodes[at] as Node
  }

  get live(): readonly Node[] {
    return this.nodes.filter((node) => node.alive)
  }

  join(): Node {
    const node = new Node(this.era, `tidb-${this.nodes.length}`, this.random)
    this.nodes.push(node)
    return node
  }

  /** What becomes of everything that there is: what is stored, then what each node holds in its memory. */
  get lives(): readonly Life[] {
    return [...this.stored, ...this.nodes.flatMap((node) => node.lives)]
  }

  /** An entity that outlives processes. */
  life(machine: string, id: string | number, first: string): Life {
    const life = new Life(machine, String(id), null, first)
    this.stored.push(life)
    return life
  }

  /** The next id of a kind: jobs and tables share one counter, tasks and subtasks have their own. */
  id(kind: 'global' | 'task' | 'subtask', first: number): number {
    const next = (this.counters.get(kind) ?? first - 1) + 1
    this.counters.set(kind, next)
    return next
  }
}

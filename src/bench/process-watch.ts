import { readFileSync } from 'node:fs'
import type { Sample } from './measure.ts'

/** Between two looks, in milliseconds. */
const LOOK = 20
const TICKS = 100

/** Looks at a process and its children from outside while they live; what they do after the last look is not seen. */
export class ProcessWatch {
  private readonly cpu = new Map<string, number>()
  private peak: number | null = null
  private readonly timer: NodeJS.Timeout

  /** @param tell at each look, what of memory the process itself has resident, in bytes */
  constructor(
    private readonly pid: number,
    private readonly tell: (resident: number) => void = () => undefined,
  ) {
    this.timer = setInterval(() => this.look(String(this.pid)), LOOK)
  }

  stop(): Pick<Sample, 'cpu' | 'peak'> {
    clearInterval(this.timer)
    const cpu = this.cpu.size === 0 ? null : [...this.cpu.values()].reduce((sum, seconds) => sum + seconds, 0)
    return { cpu, peak: this.peak }
  }

  private look(pid: string): void {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const [high, now] = ['VmHWM', 'VmRSS'].map((name) => new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status))
      const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      if (high) this.peak = Math.max(this.peak ?? 0, Number(high[1]) * 1_024)
      if (now && pid === String(this.pid)) this.tell(Number(now[1]) * 1_024)
      this.cpu.set(pid, (Number(times[11]) + Number(times[12])) / TICKS)
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
      for (const child of children) if (child !== '') this.look(child)
    } catch {
      // Not Linux, or the process has just gone.
    }
  }
}

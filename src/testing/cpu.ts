/** Milliseconds of the processor that some work took: those of the clock would count what else the machine does. @param work done at once, not awaited */
export function cpuMs(work: () => void): number {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1_000
}

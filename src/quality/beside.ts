import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { Wish } from '../simulate/simulate.ts'
import { type Asked, type Examined, examine } from './examine.ts'

/** Examines all that is wished in as many processes as there are cores, in the order of the wishes. @param program what runs `serve` */
export async function examineAll(
  all: readonly Wish[],
  asked: Asked,
  program: string,
  tell: (done: number) => void,
): Promise<readonly Examined[]> {
  const results: Examined[] = []
  let [next, done] = [0, 0]
  const work = () =>
    new Promise<void>((ended, failed) => {
      const child = fork(program, ['--serve'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      let at = -1
      const hand = (): void => {
        at = next++
        if (at < all.length) child.send({ wish: all[at], asked })
        else child.disconnect()
      }
      child.on('message', (result: Examined) => {
        results[at] = result
        tell(++done)
        hand()
      })
      child.once('error', failed).once('exit', (code) => (code === 0 ? ended() : failed(new Error(`A process ended with code ${code}.`))))
      hand()
    })
  await Promise.all(Array.from({ length: Math.min(all.length, availableParallelism()) }, work))
  return results
}

/** The other side of it: examines what it is handed until no more comes. */
export function serve(): void {
  process.on('message', async ({ wish, asked }: { wish: Wish; asked: Asked }) => {
    process.send!(await examine(wish, asked))
  })
}

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../simulate/cluster/random.ts'
import { TRANSPORTS } from './transports.ts'

const FOLDERS = ['fixtures/reports', 'fixtures/benign', 'fixtures/go-report']
const ENTRY = /^\[20\d\d\/\d\d\/\d\d [\d:.]+ [+-]\d\d:\d\d\] /

const stock = FOLDERS.flatMap(filesIn).map((path) => readFileSync(path, 'utf8').split('\n'))

/** A log put together from stretches of the fixtures, in any order, some of them in an envelope, without zone, or newest first. */
export function randomLog(random: Random): string {
  const lines = Array.from({ length: random.whole(1, 5) }, () => stretch(random)).flat()
  return random.next() < 0.9 ? `${lines.join('\n')}\n` : lines.join('\n')
}

function stretch(random: Random): readonly string[] {
  const all = random.pick(stock)
  const from = random.whole(0, all.length - 1)
  const lines = all.slice(from, from + random.whole(1, 120))
  const wrap = random.next() < 0.3 ? TRANSPORTS[random.pick(Object.keys(TRANSPORTS))]! : null
  const wrapped = wrap === null ? lines : lines.map(wrap)
  const turned = random.next() < 0.1 ? wrapped.toReversed() : wrapped
  return random.next() < 0.1 ? turned.map((line) => line.replace(ENTRY, (head) => `${head.slice(0, 24)}] `)) : turned
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)))
}

import type { Look } from '../report.ts'
import { Canvas } from '../terminal/canvas.ts'

/** The samples of a signature, as they turned out. */
interface Sample {
  readonly id: string
  readonly kind: 'positive' | 'negative'
  readonly path: string
  readonly fired: readonly string[]
  readonly fault: string | null
}

/** What came of all samples: faults first, then who fires on whose positives beside themselves. */
export function triedText(
  {
    samples,
    lacking,
  }: { readonly samples: readonly Sample[]; readonly lacking: readonly { readonly id: string; readonly kind: string }[] },
  seconds: number,
  look: Look,
): string {
  const canvas = new Canvas(look)
  const wrong = samples.filter(({ fault }) => fault !== null)
  for (const { id, path, fault } of wrong) canvas.paragraph(`${path}: ${id} ${fault}`, 0, canvas.paint.red)
  for (const { id, kind } of lacking) canvas.paragraph(`${id} is tested and has no ${kind} sample`, 0, canvas.paint.red)
  const others = confusions(samples)
  if (others.length > 0) {
    canvas.heading('Beside the one that is meant')
    canvas.table(['samples of', 'fires too', 'times'], others)
    canvas.blank()
  }
  const count = new Set(samples.map(({ id }) => id)).size
  canvas.line(`${count} signatures, ${samples.length} samples, ${wrong.length + lacking.length} wrong, ${seconds.toFixed(1)} s`)
  return canvas.text()
}

/** The confusion matrix but for its diagonal: by signature whose positives they are, and signature that fired on them. */
export function confusions(samples: readonly Sample[]): readonly (readonly [string, string, string])[] {
  const counts = new Map<string, number>()
  for (const { id, kind, fired } of samples)
    if (kind === 'positive') for (const code of fired) if (code !== id) counts.set(`${id} ${code}`, (counts.get(`${id} ${code}`) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pair, n]) => [...(pair.split(' ') as [string, string]), String(n)] as const)
}

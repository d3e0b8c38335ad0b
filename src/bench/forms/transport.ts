import { mapLines } from './lines.ts'

/** Runtimes cut what a container prints into pieces of so many bytes. */
const CRI_PIECE = 16_384

/** Lines as Loki's `logcli --output jsonl` gives them. */
export function toLoki(from: string, to: string, pod: string): void {
  const labels = `{"cluster":"prod","container":"tidb","namespace":"tidb-cluster","pod":"${pod}","stream":"stdout"}`
  mapLines(from, to, (line, index) => `{"labels":${labels},"line":${JSON.stringify(line)},"timestamp":"${instantOf(line, index)}"}\n`)
}

/** Lines as containerd and CRI-O store them, long ones in several pieces. */
export function toCri(from: string, to: string): void {
  mapLines(from, to, (line, index) => {
    const head = `${instantOf(line, index)} stdout `
    if (line.length <= CRI_PIECE) return `${head}F ${line}\n`
    const pieces = Array.from({ length: Math.ceil(line.length / CRI_PIECE) }, (_, i) => line.slice(i * CRI_PIECE, (i + 1) * CRI_PIECE))
    return pieces.map((piece, i) => `${head}${i + 1 === pieces.length ? 'F' : 'P'} ${piece}\n`).join('')
  })
}

/** `2025-02-18T09:30:00.802000417+08:00`: the time that the line prints, and some nanoseconds that keep the order. */
function instantOf(line: string, index: number): string {
  const nanoseconds = String(index % 1_000_000).padStart(6, '0')
  return `${line.slice(1, 5)}-${line.slice(6, 8)}-${line.slice(9, 11)}T${line.slice(12, 24)}${nanoseconds}${line.slice(25, 31)}`
}

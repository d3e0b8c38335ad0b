import type { Line } from './envelope.ts'

const SLOTS = 256
const MAX_LENGTH = 256
const slots: { readonly bytes: Buffer; readonly text: string }[] = []

/**
 * The text of a short range such as a pod's name. Lines repeat the same few names, so each is decoded once and shared;
 * the store has a fixed number of slots, so that hostile names can't fill the memory.
 * @returns null for an empty range and for one too long to be a name
 */
export function nameAt(buf: Buffer, start: number, end: number): string | null {
  const length = end - start
  if (length <= 0 || length > MAX_LENGTH) return null
  let hash = length
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + buf[i]!) | 0
  const slot = (hash >>> 0) % SLOTS
  const known = slots[slot]
  if (known !== undefined && known.bytes.length === length && known.bytes.compare(buf, start, end) === 0) return known.text
  const text = buf.toString('utf8', start, end)
  slots[slot] = { bytes: Buffer.from(buf.subarray(start, end)), text }
  return text
}

/** Sets what an inner envelope says over what an outer one said; what it does not say stays. */
export function setNames(line: Line, node: string | null, container: string | null, stream: string | null): void {
  line.node = node ?? line.node
  line.container = container ?? line.container
  line.stream = stream ?? line.stream
}

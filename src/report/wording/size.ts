import { counted } from './names.ts'

/** `17 bytes`, `1.5 GiB` */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte')
  const power = Math.min(4, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** power).toFixed(1)} ${['', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`
}

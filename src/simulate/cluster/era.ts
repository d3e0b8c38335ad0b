import { type EraBounds, eras, spanBetween, surelyHas } from '../../knowledge/eras.ts'

/** Oldest first. */
export const eraNames = ['v6.5', 'v7.1', 'v7.5', 'v8.1', 'v8.5', '2026'] as const

/** How one age of TiDB prints: reference model-ddl-ingest 0.1 and model-dxf section 0. Ranks compare. */
export interface Era {
  readonly name: (typeof eraNames)[number]
  readonly rank: number
  readonly release: string
  readonly hash: string
  readonly go: string
  /** Milliseconds since 1970 at which a run of this era begins. */
  readonly begins: number
}

const builds: Readonly<Record<Era['name'], readonly [release: string, hash: string, go: string, begins: string]>> = {
  'v6.5': ['v6.5.3', 'fd5f88a7e444b2f4a8d5e5a1d7f8e9c0b1a2d3e4', 'go1.19.9', '2023-06-14T10:12:00.120+08:00'],
  'v7.1': ['v7.1.1', '9bcc3f4d0e5a6b7c8d9e0f1a2b3c4d5e6f708192', 'go1.20.5', '2023-08-02T21:40:00.007+08:00'],
  'v7.5': ['v7.5.0', '069631e2ecfedc000ffb92c67207bea81380f020', 'go1.21.3', '2023-12-11T16:05:00.310+08:00'],
  'v8.1': ['v8.1.0', '945d07c5d5c7a1ae212f6013adfb187f2de24b23', 'go1.21.10', '2024-05-28T03:20:00.450+08:00'],
  'v8.5': ['v8.5.1', 'fea86c8e35ad4a86a5e1160701f99493c2ee547c', 'go1.23.6', '2025-02-18T09:30:00.802+08:00'],
  '2026': ['v9.0.0-beta.2.pre-871-gd2a4b17', 'd2a4b17c0f5e6d7c8b9a0f1e2d3c4b5a69788796', 'go1.25.5', '2026-01-20T14:00:00.064+08:00'],
}

/** @param name one of the six ages that the renderer knows */
export function eraOf(name: Era['name']): Era {
  const [release, hash, go, begins] = builds[name]
  return { name, rank: eraNames.indexOf(name), release, hash, go, begins: Date.parse(begins) }
}

/** True for an era and all later ones. */
export function since(era: Era, first: Era['name']): boolean {
  return era.rank >= eraNames.indexOf(first)
}

/** Whether the tables know for certain that a TiDB of the era is within bounds. */
export function isSurelyIn({ name }: Era, bounds: EraBounds): boolean {
  const place = eras.indexOf(name)
  return surelyHas(spanBetween(place, place), bounds)
}

import type { Section } from '../section.ts'
import { dump } from './dump.ts'
import { gate } from './gate.ts'
import { lnav } from './lnav.ts'
import { memory } from './memory.ts'
import { ownSignatures } from './own-signatures.ts'
import { gzip, pair, tar } from './packed.ts'
import { plain } from './plain.ts'
import { replay } from './replay.ts'
import { secondLook } from './second-look.ts'
import { soak } from './soak.ts'
import { startup } from './startup.ts'
import { cri, loki } from './transports.ts'

export const sections: readonly Section[] = [
  startup,
  plain,
  gzip,
  tar,
  pair,
  loki,
  cri,
  lnav,
  secondLook,
  dump,
  replay,
  gate,
  ownSignatures,
  memory,
  soak,
]

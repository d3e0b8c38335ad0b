import type { Look, Report, Reporter } from './report.ts'
import { Canvas } from './terminal/canvas.ts'
import { drawCoverage } from './terminal/coverage.ts'
import { drawCrashes } from './terminal/crashes.ts'
import { drawEntities } from './terminal/entities.ts'
import { drawErrors } from './terminal/errors.ts'
import { drawFindings } from './terminal/findings.ts'
import { drawNodes } from './terminal/nodes.ts'
import { drawUnrecognised } from './terminal/unrecognised.ts'
import { drawVerdict } from './terminal/verdict.ts'

/** For people: the verdict first, then what proves it, then everything that was seen. */
export const terminal: Reporter = {
  name: 'terminal',
  print(report: Report, look: Look): string {
    const canvas = new Canvas(look)
    for (const draw of [drawVerdict, drawFindings, drawErrors, drawEntities, drawCrashes, drawNodes, drawCoverage, drawUnrecognised])
      draw(report, canvas)
    return canvas.text()
  },
}

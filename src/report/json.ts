import { harmlessJson } from './escape.ts'
import type { Report, Reporter } from './report.ts'

/** For programs: the report as it is (report.schema.json), on as many lines as a diff likes. */
export const json: Reporter = {
  name: 'json',
  print(report: Report): string {
    return `${harmlessJson(JSON.stringify(report, null, 2))}\n`
  },
}

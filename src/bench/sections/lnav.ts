import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Section, timesFaster } from '../section.ts'
import { ours, quoted, shell } from './commands.ts'

const MOST = 256 * 1_048_576
const COUNT = ';SELECT log_level, count(*) FROM all_logs GROUP BY log_level'

/** lnav ships no format for TiDB's logs. */
const FORMAT = {
  $schema: 'https://lnav.org/schemas/format-v1.schema.json',
  tidb_log: {
    title: 'TiDB',
    description: 'The unified log format of TiDB',
    'file-type': 'text',
    regex: {
      entry: {
        pattern: '^\\[(?<timestamp>[0-9/]+ [0-9:.]+ [+-]\\d{2}:\\d{2})\\] \\[(?<level>[A-Z]+)\\] \\[(?<place>[^\\]]*)\\] (?<body>.*)$',
      },
    },
    'timestamp-format': ['%Y/%m/%d %H:%M:%S.%L %z'],
    'level-field': 'level',
    level: { debug: 'DEBUG', info: 'INFO', warning: 'WARN', error: 'ERROR', fatal: 'FATAL' },
    sample: [{ line: '[2025/02/18 09:30:00.802 +08:00] [INFO] [printer.go:1580] ["Welcome to TiDB."]' }],
  },
}

export const lnav: Section = {
  id: 'lnav',
  title: 'A log of 256 MiB, beside a log viewer that counts its levels',
  async prepare(inputs) {
    const path = inputs.plain(Math.min(MOST, inputs.size.bytes))
    const bytes = statSync(path).size
    const home = join(inputs.folder, 'lnav')
    mkdirSync(join(home, 'formats', 'tidb'), { recursive: true })
    writeFileSync(join(home, 'formats', 'tidb', 'format.json'), JSON.stringify(FORMAT))
    const line = `lnav -n -I ${quoted(home)} -c ${quoted(COUNT)} ${quoted(path)}`
    return {
      contenders: [ours('analyze', [path], bytes), { ...shell('lnav, SQL', ['lnav'], line, bytes), env: { HOME: home } }],
      goals: [{ what: '256 MiB, against lnav', atLeast: 3, unit: '×', reached: timesFaster('analyze', 'lnav, SQL') }],
    }
  },
}

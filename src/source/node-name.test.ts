import { describe, expect, test } from 'vitest'
import { cpuMs } from '../testing/cpu.ts'
import { nodeName } from './node-name.ts'

const NAMED: readonly (readonly [string, string])[] = [
  ['node-1/tidb.log', 'node-1'],
  ['node-1/tidb-2024-01-01T00-00-00.000.log', 'node-1'],
  ['node-1/tidb.log.2019-10-09-11:21:05', 'node-1'],
  ['node-1/logs/tidb_stderr.log', 'node-1'],
  ['./node-2/tidb.log.1.gz', 'node-2'],
  ['tidb-0.tar.gz', 'tidb-0'],
  ['tidb-0.tar.gz!tidb.log', 'tidb-0'],
  ['tidb-1.log', 'tidb-1'],
  ['tidb_2.log', 'tidb-2'],
  ['tidb0/tidb.log', 'tidb0'],
  ['logs-tidb-1.tar.gz!logs/tidb.log', 'tidb-1'],
  ['bundle.tar.gz!tc-tidb-1/tidb.log', 'tc-tidb-1'],
  ['a.zip!b.tar.gz!tc-tidb-2.log', 'tc-tidb-2'],
  ['tc-tidb-0-previous.log', 'tc-tidb-0'],
  ['tc-tidb-0_previous.log', 'tc-tidb-0'],
  ['10.0.1.5-4000/log/tidb.log', '10.0.1.5:4000'],
  ['10.0.1.5_4000/tidb.log', '10.0.1.5:4000'],
  ['tidb-10.0.1.5/tidb-2024-01-01T00-00-00.log', '10.0.1.5'],
  ['tidb-10.0.1.5/tidb.log', '10.0.1.5'],
  ['tidb_10.0.1.5_4000.log', '10.0.1.5:4000'],
  ['diag-fNtzCXrWXbs/10.0.1.5/deploy/tidb-4000/log/tidb.log', '10.0.1.5:4000'],
  ['diag-fNtzCXrWXbs/10.0.1.5/deploy/tidb-4000/log/tidb-2024-01-01T00-00-00.000.log', '10.0.1.5:4000'],
  ['diag/db-prod-03/tidb-deploy/tidb-4000/log/tidb.log', 'db-prod-03:4000'],
  ['diag/prodhost7/deploy/tidb-4000/log/tidb.log', 'prodhost7:4000'],
  ['ip-10-0-1-5/tidb.log', 'ip-10-0-1-5'],
  ['home/tidb/deploy/tidb-4001/log/tidb.log', 'tidb-4001'],
  ['/data1/tidb-deploy/tidb-4000/log/tidb.log', 'tidb-4000'],
  ['var/log/pods/test_tc-tidb-0_2f1e0c9a-1111-2222-3333-444455556666/tidb/0.log', 'tc-tidb-0'],
  ['var/log/containers/tc-tidb-0_test_tidb-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.log', 'tc-tidb-0'],
  ['basic-tidb-m6qvj2/tidb.log', 'basic-tidb-m6qvj2'],
]

const UNNAMED: readonly string[] = [
  '58776.md',
  'tidb.log',
  'tidb.log.1',
  'tidb.log.gz',
  'tidb_stderr.log',
  'tidb-slow.log',
  'tidb_slow_query.log',
  'tidb-2024-01-01T00-00-00.000.log',
  'tidb-2023-10-19.log',
  'logs/tidb.log',
  'logs/2024-01-01/tidb.log',
  'tmp/tidb-triage-Xa81kQ/tidb.log',
  '-',
  'bundle.tar.gz!logs/tidb.log',
  'issue-58776/tidb.log',
  'v7.5.0/tidb.log',
  'release-7.5/out.log',
  'fixtures/reports/47902.md',
  'home/alice/logs/tidb.log',
  'stdout',
  'tidb-server.log',
  'my-tidb-config.txt',
  '',
]

describe('nodeName', () => {
  test.each(NAMED)('%s is of %s', (source, node) => expect(nodeName(source)).toBe(node))
  test.each(UNNAMED)('%s names no node', (source) => expect(nodeName(source)).toBeNull())

  test('an absolute path in front changes nothing', () => {
    for (const [source, node] of NAMED) expect(nodeName(`/srv/work/${source}`)).toBe(node)
  })

  test('a long name is no burden', () => {
    expect(cpuMs(() => nodeName(`${'a-1.'.repeat(50_000)}/${'tidb-'.repeat(50_000)}/x.log`))).toBeLessThan(500)
  })
})

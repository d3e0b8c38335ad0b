import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt, runBuilt } from '../testing/built.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidb-triage-signatures-'))
beforeAll(ensureBuilt, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

const builtIn = 'src/knowledge/signatures'
const id = 'cancelling-loop-ingest'

/** A folder with one built-in signature, changed. */
function changed(name: string, change: (yaml: string) => string): string {
  const to = join(folder, name)
  cpSync(join(builtIn, id), join(to, id), { recursive: true })
  const file = join(to, id, 'signature.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return to
}

describe('signatures', () => {
  test('list and show tell what is known', () => {
    expect(runBuilt(['signatures', 'list']).out).toMatch(/^severity +signature .*\ncritical [\s\S]*\n\d+ signatures\n$/)
    expect(JSON.parse(runBuilt(['signatures', 'list', '--json']).out).map((one: { id: string }) => one.id)).toContain(id)
    expect(runBuilt(['signatures', 'show', id]).out).toMatch(/\nWhat to do\n[\s\S]*#39468[\s\S]*count\(cancelling\) >= 10/)
    const { code, err } = runBuilt(['signatures', 'show', 'canceling-loop-ingest'])
    expect([code, err]).toEqual([2, "There is no signature 'canceling-loop-ingest'.\nDid you mean 'cancelling-loop-ingest'?\n"])
  })

  test('lint tells all that is wrong with where it stands', () => {
    expect(runBuilt(['signatures', 'lint', builtIn])).toMatchObject({ code: 0 })
    const wrong = changed('wrong', (yaml) => yaml.replace('severity: high', 'severty: high').replace('and no ended', 'and no eneded'))
    const { code, out } = runBuilt(['signatures', 'lint', wrong])
    expect(code).toBe(1)
    expect(out).toMatch(/signature\.yaml:5:1: unknown key "severty"; did you mean "severity"\?/)
    expect(out).toContain('there is no selection "eneded"; did you mean "ended"?')
    expect(out).toMatch(/\n1 signature file, \d problems\n$/)
    const strange = changed('strange', (yaml) => yaml.replace('event: job.cancelling-step', 'event: job.canceling-step'))
    expect(runBuilt(['signatures', 'lint', strange]).out).toContain(
      'there is no event "job.canceling-step"; did you mean "job.cancelling-step"?',
    )
  })

  test('test tries the samples, and fails where one does not do what it should', () => {
    const good = changed('good', (yaml) => yaml)
    expect(runBuilt(['signatures', 'test', good])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 signatures, 5 samples, 0 wrong/),
    })
    const deaf = changed('deaf', (yaml) =>
      yaml.replace('>= 10', '>= 900').replace('>= 40', '>= 900').replace('>= 3 within', '>= 900 within'),
    )
    rmSync(join(deaf, id, 'negative'), { recursive: true })
    const { code, out } = runBuilt(['signatures', 'test', deaf])
    expect(code).toBe(1)
    expect(out.match(/does not fire/g)).toHaveLength(3)
    expect(out).toContain('is tested and has no negative sample')
  })

  test('new cuts a draft from a finding that fires on its own sample', () => {
    const log = 'fixtures/reports/58776.md'
    const made = runBuilt(['signatures', 'new', 'my-failure', '--from', log, '--dir', join(folder, 'mine')])
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('signature.yaml') })
    expect(readFileSync(join(folder, 'mine', 'my-failure', 'signature.yaml'), 'utf8')).toContain('text: "lock held by current process"')
    expect(runBuilt(['signatures', 'lint', join(folder, 'mine')])).toMatchObject({ code: 0 })
    const tried = runBuilt(['signatures', 'test', join(folder, 'mine')])
    expect(tried.out).not.toContain('does not fire')
    expect(runBuilt(['signatures', 'new', 'my-failure', '--from', log, '--dir', join(folder, 'mine')])).toMatchObject({ code: 2 })
    const none = runBuilt(['signatures', 'new', 'other', '--from', log, '--finding', 'stall', '--dir', folder])
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/^There is no finding '[^']+' in these logs\. There are:\n/) })
  })

  test('without a folder lint and test say what they need', () => {
    expect(runBuilt(['signatures', 'lint'])).toMatchObject({ code: 2, err: expect.stringMatching(/no folder to check/) })
  })
})

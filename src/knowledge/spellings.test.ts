import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalField, compoundFields, ddlOwnerKey, ownerInfo, taskKeyJob } from './spellings.ts'

describe('field names', () => {
  it.each([
    ['jobID', 'job'],
    ['job ID', 'job'],
    ['Job ID', 'job'],
    ['ddl job id', 'job'],
    ['taskId', 'task'],
    ['gTask ID', 'task'],
    ['task_id', 'task'],
    ['currSubtaskID', 'subtask'],
    ['subtask-id', 'subtask'],
    ['engineUUID', 'engine'],
    ['task_key', 'task-key'],
    ['index IDs', 'indexes'],
    ['indexID', 'index'],
    ['err', 'error'],
    ['curr-step', 'current-step'],
    ['owner info', 'owner-info'],
    ['exec_id', 'exec-id'],
    ['ver', 'schema-version'],
    ['take time', 'take time'],
  ])('%s is %s', (key, name) => {
    expect(canonicalField(key)).toBe(name)
  })

  it('keep a whole job apart from a job’s id', () => {
    expect(canonicalField('job')).not.toBe(canonicalField('jobID'))
    expect(canonicalField('task')).not.toBe(canonicalField('task-id'))
    expect(canonicalField('index')).not.toBe(canonicalField('index ID'))
  })
})

describe('task keys', () => {
  it('give job, part and merge, with or without a keyspace', () => {
    const keyspace = fc.constantFrom('', 'SYSTEM/', 'ks-1/')
    fc.assert(
      fc.property(keyspace, fc.nat(), fc.option(fc.nat(99)), fc.boolean(), (prefix, job, seq, merge) => {
        const key = `${prefix}ddl/backfill/${job}${seq === null ? '' : `/${seq}`}${merge ? '/merge' : ''}`
        expect(taskKeyJob(key)).toEqual({ job: String(job), seq: seq === null ? null : String(seq), merge })
      }),
    )
  })

  it.each(['ImportInto/120002', 'ks/ImportInto/5', 'ddl/backfill/', 'ddl/backfill/x', 'xddl/backfill/5', '', 'a/b/ddl/backfill/5'])(
    '%s is of no job',
    (key) => {
      expect(taskKeyJob(key)).toBeNull()
    },
  )
})

describe('compound fields', () => {
  it('name the parts that would be mistaken for something else', () => {
    expect(compoundFields.dispatcher?.rename.server_id).toBe('exec-id')
    expect(compoundFields.scheduler?.rename.id).toBe('exec-id')
    expect(canonicalField('task_id')).toBe('task')
  })
})

describe('owner lines', () => {
  it('tell key and node apart', () => {
    const self = '8a2b7d3e-0c1f-4c7e-9a44-5ba7e0a1c2d3'
    expect(ownerInfo(`[ddl] /tidb/ddl/fg/owner ownerManager ${self}`)).toEqual({ prompt: 'ddl', key: ddlOwnerKey, self })
    expect(ownerInfo(`[ddl] ownerManager ${self} watch owner key /tidb/ddl/fg/owner/22318498f4dd64b4`)).toEqual({
      prompt: 'ddl',
      key: ddlOwnerKey,
      self,
    })
    expect(ownerInfo('[stats] /tidb/stats/owner')).toEqual({ prompt: 'stats', key: '/tidb/stats/owner', self: null })
    expect(ownerInfo('/tidb/ddl/fg/owner')?.prompt).toBe('ddl')
    expect(ownerInfo('/tidb/distributeLock/5')).toBeNull()
    expect(ownerInfo('hello')).toBeNull()
  })
})

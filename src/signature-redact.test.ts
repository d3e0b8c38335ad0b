import { expect, test } from 'vitest'
import { Redactor } from './signature-redact.ts'

test('names and addresses are replaced, the same by the same; what tells of the failure stays', () => {
  const redactor = new Redactor()
  const line =
    '[2024/06/11 17:46:51.841 +08:00] [WARN] [task_executor.go:571] ["meet retryable error"] [node=tc-tidb-0.tc-peer.prod.svc:4000] [ip=172.16.4.9] [sql="select * from customers"] [error="lock held by current process"]'
  expect(redactor.line(line)).toBe(
    '[2024/06/11 17:46:51.841 +08:00] [WARN] [task_executor.go:571] ["meet retryable error"] [node=host-1.test:4000] [ip=10.0.0.1] [sql="…"] [error="lock held by current process"]',
  )
  expect(redactor.line('dial tcp 172.16.4.9:2379, 172.16.4.10, me@corp.example, `customers`')).toBe(
    'dial tcp 10.0.0.1:2379, 10.0.0.4, user-2@test, `…`',
  )
})

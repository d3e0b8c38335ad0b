import type { z } from 'zod'
import type { CompileProblem } from './compile.ts'
import { meant } from './nearest.ts'
import { signatureShape } from './signature-shape.ts'

/** What is wrong with the shape of a file, in words of ours. @param root what the file holds */
export function shapeFaults(issues: readonly z.core.$ZodIssue[], root: unknown): readonly CompileProblem[] {
  return issues.flatMap(unfold).flatMap((issue) => describe(issue, root))
}

/** An alternative that failed is described by the branch that came nearest: the one with the fewest complaints below its top. */
function unfold(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const branches = issue.errors.filter((errors) => errors.some(({ path, code }) => path.length > 0 || code !== 'invalid_type'))
  const nearestBranch = branches.sort((a, b) => a.length - b.length)[0]
  if (!nearestBranch) return [issue]
  return nearestBranch.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue))
}

function describe(issue: z.core.$ZodIssue, root: unknown): readonly CompileProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], offset: 0, message: `unknown key "${key}"${meant(key, keysUnder(path))}` }))
  }
  if (path.length === 0 && issue.code === 'invalid_type')
    return [{ path, offset: 0, message: 'a signature is a map with keys such as id, title, selections and condition' }]
  const value = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], root)
  if (path.length > 0 && value === undefined) return [{ path, offset: 0, message: `"${path.join('.')}" is missing` }]
  const message = issue.code === 'invalid_value' ? oneOf(issue.values.map(String), value) : issue.message
  return [{ path, offset: 0, message: path.length ? `${path.join('.')}: ${message}` : message }]
}

function oneOf(values: readonly string[], value: unknown): string {
  const guess = typeof value === 'string' ? meant(value, values) : ''
  return `${JSON.stringify(value)} is none of ${values.join(', ')}${guess}`
}

const keysAt: readonly { readonly under: RegExp; readonly keys: readonly string[] }[] = [
  { under: /^$/, keys: signatureShape.order },
  { under: /^selections\.[^.]+$/, keys: ['event', 'text', 'fields', 'level', 'crash', 'history', 'finding', 'version'] },
  { under: /^selections\.[^.]+\.crash$/, keys: ['kind', 'message', 'frames', 'root', 'nilArgument'] },
  { under: /^selections\.[^.]+\.history$/, keys: ['machine', 'state', 'verdict'] },
  { under: /^selections\.[^.]+\.(?:fields\..+|crash\.message)$/, keys: ['equals', 'contains', 'startsWith', 'matches', 'above', 'below'] },
  { under: /^knownIssue$/, keys: ['issues', 'pullRequests', 'affected', 'affectedVersions', 'fixedIn'] },
  { under: /^weaker\.\d+$/, keys: ['condition', 'confidence'] },
]

function keysUnder(path: readonly (string | number)[]): readonly string[] {
  return keysAt.find(({ under }) => under.test(path.join('.')))?.keys ?? []
}

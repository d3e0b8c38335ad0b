/** Words that, numbered, name one of several: TiDB's programs, as in the names of pods, and plain words for machines. */
const NUMBERED = new Set(
  'compute db dbserver dbnode ec2 host instance machine node pd pod replica server srv ticdc tidb tiflash tikv tiproxy vm worker'.split(
    ' ',
  ),
)
/** Words in front of a pod's name that belong to the file or folder, not to the pod. */
const COLLECTED = new Set('archive backup bundle collect collected diag dump export kubectl log logs'.split(' '))
/** Folders above a deploy folder that are no host. */
const ROOTS = new Set('app apps data db home mnt opt root ssd srv tidb tmp u usr user var'.split(' '))
const DEPLOYED = new Set(['deploy', 'tidb-deploy'])
const LONGEST = 255

const ENDINGS = /\.(?:gz|tgz|tar|zip|zst|zstd|log|logs|txt|out|err|json|jsonl|md|\d{1,4})$/i
const DATE = /[-._]?(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?:[T_. -]?\d\d[-_:.]?\d\d[-_:.]?\d\d(?:[-.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/
const IPV4 = /(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:[-_:](\d{4,5}))?(?!\d|\.\d)/
const AWS_HOST = /^ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])/
/** A deploy folder of tiup: `tidb-4000`; its number is a port. */
const INSTANCE = /^(?:tidb|tikv|pd|tiflash|ticdc|tiproxy)-(\d{4,5})$/
const UNIQUE = /[-_](?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64})$/

/**
 * The node that the name of a source suggests, or null: an address (`10.0.1.5:4000` from `10.0.1.5-4000/`, or from a host's folder
 * above `tidb-4000/`), a pod or a numbered machine (`tc-tidb-1`, `node-1`), the host's folder above a deploy folder. The innermost part that
 * says something wins; dates and rotation marks say nothing, so the rotated files of one folder agree.
 */
export function nodeName(source: string): string | null {
  const parts = source
    .split(/[!/\\]/)
    .map((part) => part.slice(0, LONGEST))
    .filter((part) => part !== '')
  const instance = parts.findLast((part) => INSTANCE.test(part)) ?? null
  const port = instance === null ? '' : `:${INSTANCE.exec(instance)?.[1]}`
  for (const part of parts.toReversed()) {
    const name = plain(part)
    const found = address(part, port) ?? AWS_HOST.exec(name)?.[0] ?? ordinal(name)
    if (found !== null) return found
  }
  const host = hostAboveDeploy(parts)
  return host === null ? instance : `${host}${port}`
}

/** Without file endings, rotation marks, dates and random ids. */
function plain(part: string): string {
  let name = part
  for (let before = ''; before !== name; ) {
    before = name
    name = name.replace(ENDINGS, '').replace(UNIQUE, '').replace(DATE, '')
  }
  return name
}

function address(part: string, port: string): string | null {
  const match = IPV4.exec(part)
  if (match?.[1] === undefined || match[1].split('.').some((number) => Number(number) > 255)) return null
  return match[2] === undefined ? `${match[1]}${port}` : `${match[1]}:${match[2]}`
}

/** Kubernetes joins namespace, pod and container with underscores; of what they join the first that is numbered counts. */
function ordinal(name: string): string | null {
  for (const piece of name.split('_')) {
    const tokens = piece.split(/[-.]/)
    const last = tokens.findIndex((token, at) => isNumberedWord(token) || isNumberOf(token, tokens[at - 1]) || isPodOf(token, tokens, at))
    if (last === -1) continue
    const first = tokens.findIndex((token) => !COLLECTED.has(token.toLowerCase()))
    return tokens.slice(first, last + 1).join('-')
  }
  const joined = /^([a-z]{1,9})_(\d{1,3})(?:_|$)/.exec(name)
  return joined !== null && isNumberOf(joined[2] ?? '', joined[1]) ? `${joined[1]}-${joined[2]}` : null
}

function isNumberedWord(token: string): boolean {
  const match = /^([a-z]{1,9})(\d{1,3})$/i.exec(token)
  return match !== null && NUMBERED.has((match[1] ?? '').toLowerCase())
}

function isNumberOf(token: string, word = ''): boolean {
  return /^\d{1,3}$/.test(token) && NUMBERED.has(word.toLowerCase())
}

/** A pod that ends in random letters and digits, `basic-tidb-m6qvj2`, as newer versions of TiDB's operator name them. */
function isPodOf(token: string, tokens: readonly string[], at: number): boolean {
  return at >= 2 && NUMBERED.has(tokens[at - 1] ?? '') && /^[a-z0-9]{5,7}$/.test(token) && /\d/.test(token) && /[a-z]/.test(token)
}

function hostAboveDeploy(parts: readonly string[]): string | null {
  for (let at = parts.length - 2; at >= 0; at--) {
    const name = parts[at] ?? ''
    const below = parts[at + 1] ?? ''
    if (!DEPLOYED.has(below) && !INSTANCE.test(below)) continue
    if (isHostName(name)) return name
  }
  return null
}

/** More than a user's or a disk's folder: several words or a number, and not only words for roots. */
function isHostName(name: string): boolean {
  if (DEPLOYED.has(name) || !/^[A-Za-z][A-Za-z0-9.-]{1,252}$/.test(name) || !/[\d.-]/.test(name)) return false
  return !ROOTS.has(name.toLowerCase().replace(/[-\d]{1,9}$/, ''))
}

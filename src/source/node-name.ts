/** Where TiDB's programs are told apart by name; pods and deploy folders are called after them. */
const COMPONENTS = new Set([
  'tidb',
  'tikv',
  'pd',
  'tiflash',
  'ticdc',
  'tiproxy',
  'node',
  'host',
  'server',
  'vm',
  'instance',
  'pod',
  'machine',
])
/** Words in names of folders and files that say nothing about where a log was written. */
const GENERIC = new Set(
  (
    'archive attempt audit backup branch bug bundle build case cases cluster collect container coredump current data db ddl debug deploy diag ' +
    'download downloads dump err error export feature files fixture fixtures general github gh home input ip issue issues job log logcli logs loki master new ' +
    'nightly old opt out output part pr previous ' +
    'prod query raw release report result results root rotated run sample server shard slow slowlog sql src stage stderr stdout step syslog task temp test ' +
    'tests ticket tmp triage txt user users usr v var version work workspace'
  ).split(' '),
)
const MARKERS = new Set(['deploy', 'tidb-deploy', 'log', 'logs'])
const LONGEST = 255
/** Above it a number behind a component is a port, not an ordinal. */
const LOWEST_PORT = 1000

const ENDINGS = /\.(?:gz|tgz|tar|zip|zst|zstd|log|logs|txt|out|err|json|jsonl|md|\d{1,4})$/i
const DATE = /[-._]?(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d(?:[T_. -]?\d\d[-_:.]?\d\d[-_:.]?\d\d(?:[-.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/
const IPV4 = /(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?:[-_:](\d{4,5}))?(?![\d.])/
const INSTANCE = /^(?:tidb|tikv|pd|tiflash|ticdc)-(\d{4,5})$/
const UUID_OR_HASH = /[-_](?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64})$/

/**
 * The node that the name of a source suggests, or null: an address (`10.0.1.5:4000` from `10.0.1.5-4000/` or from a host folder above
 * `tidb-4000/`), a pod or ordinal (`tc-tidb-1`, `node-1`), a host name above a deploy or log folder. The innermost part
 * that says something wins; dates and rotation marks say nothing, so the rotated files of one folder agree.
 */
export function nodeName(source: string): string | null {
  const parts = source
    .split(/[!/\\]/)
    .map((part) => part.slice(0, LONGEST))
    .filter((part) => part !== '' && part !== '.' && part !== '..' && part !== '-')
  const port = parts.map((part) => INSTANCE.exec(part)?.[1]).find((one) => one !== undefined) ?? null
  for (let at = parts.length - 1; at >= 0; at--) {
    const name = plain(parts[at] ?? '')
    const found = address(name, port) ?? ordinal(name)
    if (found !== null) return found
  }
  return host(parts, port) ?? instance(parts)
}

/** Without file endings, rotation marks and dates. */
function plain(part: string): string {
  let name = part
  for (let before = ''; before !== name; ) {
    before = name
    name = name.replace(ENDINGS, '').replace(UUID_OR_HASH, '')
    if (!IPV4.test(name) || DATE.test(name)) name = name.replace(DATE, '')
  }
  return name
}

function address(name: string, port: string | null): string | null {
  const match = IPV4.exec(name)
  if (match === null || match[1] === undefined || match[1].split('.').some((part) => Number(part) > 255)) return null
  const own = match[2] ?? port
  return own === null ? match[1] : `${match[1]}:${own}`
}

/** `tc-tidb-1`, `node-1`, `tidb0`, `prod-tidb-x7f2k1` (a pod of the newer operator), without the generic words before. */
function ordinal(name: string): string | null {
  // The log folders of Kubernetes: namespace_pod_uid and pod_namespace_container-id.
  for (const piece of name.split('_').length > 1 ? [name.replaceAll('_', '-'), ...name.split('_')].slice(1) : [name]) {
    const tokens = piece.split(/[-.]/)
    const found = tokens.findIndex(
      (token, at) => isComponentWithNumber(token) || (COMPONENTS.has(token) && isOrdinal(tokens[at + 1] ?? '')),
    )
    if (found !== -1) return joined(tokens, found, COMPONENTS.has(tokens[found] ?? '') ? found + 1 : found)
    const pod =
      tokens.length >= 3 ? tokens.findIndex((token, at) => at > 0 && COMPONENTS.has(token) && isPodSuffix(tokens[at + 1] ?? '')) : -1
    if (pod !== -1) return joined(tokens, pod, pod + 1)
  }
  const flat = /^([a-z]+)_(\d{1,3})(?:_|$)/.exec(name)
  return flat !== null && COMPONENTS.has(flat[1] ?? '') ? `${flat[1]}-${flat[2]}` : null
}

function joined(tokens: readonly string[], component: number, last: number): string {
  let first = 0
  while (first < component && GENERIC.has((tokens[first] ?? '').toLowerCase())) first++
  return tokens.slice(first, last + 1).join('-')
}

function isOrdinal(token: string): boolean {
  return /^\d{1,3}$/.test(token)
}

function isComponentWithNumber(token: string): boolean {
  const match = /^([a-z]+?)(\d{1,3})$/.exec(token)
  return match !== null && COMPONENTS.has(match[1] ?? '')
}

/** Random letters and digits as Kubernetes makes them. */
function isPodSuffix(token: string): boolean {
  return /^[a-z0-9]{5,7}$/.test(token) && /\d/.test(token) && /[a-z]/.test(token)
}

/** A host's folder: above a deploy or log folder or an instance, or with a host name's shape right above the file. */
function host(parts: readonly string[], port: string | null): string | null {
  for (let at = parts.length - 2; at >= 0; at--) {
    const name = plain(parts[at] ?? '')
    const next = parts[at + 1] ?? ''
    const marked = MARKERS.has(next) || INSTANCE.test(next)
    if (!INSTANCE.test(name) && isHostName(name, marked)) return port === null ? name : `${name}:${port}`
  }
  return null
}

/** @param marked whether what stands beneath says that this is a host: else it takes a number in the name */
function isHostName(name: string, marked: boolean): boolean {
  if (!/^[A-Za-z][A-Za-z0-9.-]{1,252}$/.test(name)) return false
  const words = name.toLowerCase().split(/[-.]/)
  const telling = words.filter((word) => !/^\d{1,20}$/.test(word) && !GENERIC.has(word.replace(/\d{1,9}$/, '')) && !COMPONENTS.has(word))
  if (telling.length === 0) return /^ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}/.test(name)
  return /\d/.test(name) && (marked || words.length > 1)
}

function instance(parts: readonly string[]): string | null {
  return parts.find((part) => INSTANCE.test(part) && Number(INSTANCE.exec(part)?.[1]) >= LOWEST_PORT) ?? null
}

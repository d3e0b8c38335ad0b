import { OPEN_BRACE } from './bytes.ts'
import type { Envelope, Layout, Line } from './envelope.ts'
import { layoutOf, nameOf, setTime, takeString } from './json-payload.ts'
import { JsonScan } from './json-scan.ts'
import { setNames } from './names.ts'

const PAYLOADS = ['log', 'line', 'MESSAGE', 'message'] as const
const NODES = ['pod', 'pod_name', 'podName', 'instance', 'host', 'hostname', 'node_name', '_HOSTNAME'] as const
const CONTAINERS = ['container', 'container_name', 'containerName', '_SYSTEMD_UNIT'] as const
const TIMES = ['timestamp', 'time', '@timestamp', 'ts', 'tsNs', '_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP'] as const
/** Keys that a program writes about itself: with them the line is an entry in JSON, such as etcd-client's. */
const OWN = ['caller', 'msg'] as const
/** Keys that tell a collector's `message` from a program's. */
const COLLECTED = ['@timestamp', 'stream', ...NODES] as const
const scan = new JsonScan([...PAYLOADS, ...NODES, ...CONTAINERS, ...TIMES, ...OWN, 'stream', '_p', 'logtag'])
const PARTIAL = 0x50

/**
 * One JSON object a line, as log collectors and their exports write it, keys in any order:
 * `{"pod":…,"container":…,"log":"…","namespace":…}`, logcli's `{"labels":{…},"line":"…","timestamp":"…"}`, Fluent Bit's
 * `{"log":"…","kubernetes":{…}}`, Filebeat's `{"@timestamp":…,"message":"…"}`, `journalctl -o json`.
 */
export const lokiJson: Envelope = {
  name: 'loki-json',
  peel(line: Line): boolean {
    const { buf, start, end } = line
    if (buf[start] !== OPEN_BRACE || !scan.scan(buf, start, end)) return false
    if (OWN.some((key) => scan.hasScalar(key) && scan.isOuter(key))) return false
    const payload = payloadKey()
    if (payload === undefined || (payload === 'message' && !COLLECTED.some((key) => scan.hasScalar(key)))) return false
    setTime(line, buf, scan, TIMES)
    setNames(line, nameOf(buf, scan, NODES), nameOf(buf, scan, CONTAINERS), nameOf(buf, scan, ['stream']))
    if (isPiece(buf, '_p') || isPiece(buf, 'logtag')) line.partial = true
    takeString(line, scan, payload)
    return true
  },
  layout: (raw: Line): Layout => layoutOf(raw, scan, payloadKey()!, TIMES),
}

function payloadKey(): (typeof PAYLOADS)[number] | undefined {
  return PAYLOADS.find((key) => scan.has(key) && scan.isOuter(key))
}

/** Fluent Bit and Fluentd keep CRI's mark under a key of its own. */
function isPiece(buf: Buffer, key: '_p' | 'logtag'): boolean {
  return scan.has(key) && scan.end(key) === scan.start(key) + 1 && buf[scan.start(key)] === PARTIAL
}

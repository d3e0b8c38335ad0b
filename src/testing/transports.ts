/** Wraps one line (no newline in it) as a transport writes it; `index` counts the lines, so that times go up. */
export type Wrap = (line: string, index: number) => string

/** 2023-10-19T16:36:49.461997791+08:00, and a microsecond later for each line. */
const BASE = Date.UTC(2023, 9, 19, 16, 36, 49)
const pad = (n: number, width: number): string => String(n).padStart(width, '0')
const nanoseconds = (index: number): string => pad((461_997_791 + index * 1_000) % 1_000_000_000, 9)
const seconds = new Date(BASE).toISOString().slice(0, 19)

/** The time that a wrapped line should come out with, in milliseconds since 1970, were it printed with `zone` minutes east of UTC. */
export function wrappedTime(index: number, zone: number): number {
  return BASE - zone * 60_000 + Number(nanoseconds(index)) / 1e6
}

const escaped = (text: string): string => JSON.stringify(text)
/** Grafana quotes with the same escapes as JSON. */
const logfmt = escaped

/** Every transport that the envelope floor knows, by the name of its folder in fixtures/envelopes. */
export const TRANSPORTS: Readonly<Record<string, Wrap>> = {
  ansi: (line) => `\x1b[36m${line}\x1b[0m`,
  compose: (line) => `tidb-1  | ${line}`,
  cri: (line, index) => `${seconds}.${nanoseconds(index)}+08:00 stderr F ${line}`,
  crlf: (line) => `${line}\r`,
  'docker-json': (line, index) => `{"log":${escaped(`${line}\n`)},"stream":"stderr","time":"${seconds}.${nanoseconds(index)}Z"}`,
  'fluent-bit': (line, index) =>
    `{"time":"${seconds}.${nanoseconds(index)}+08:00","stream":"stderr","_p":"F","log":${escaped(line)},"kubernetes":{"pod_name":"tc-tidb-0","namespace_name":"test","labels":{"app":"tidb"},"container_name":"tidb"}}`,
  'github-actions': (line, index) => `${seconds}.${nanoseconds(index).slice(0, 7)}Z ${line}`,
  'github-cli': (line, index) => `unit tests\tRun make\t${seconds}.${nanoseconds(index).slice(0, 7)}Z ${line}`,
  grafana: (line) => `2023-10-19 16:36:49\tlog=${logfmt(`${line}\n`)}`,
  'grafana-fields': (line) => `2023-10-19 16:36:49.461\tcontainer=tidb log=${logfmt(line)} pod="tc-tidb-0"`,
  jenkins: (line, index) => `[${seconds}.${nanoseconds(index).slice(0, 3)}Z] ${line}`,
  journald: (line) => `Oct 19 16:36:49 tidb-01 tidb-server[21873]: ${line}`,
  'journald-json': (line, index) =>
    `{"__REALTIME_TIMESTAMP":"${BASE / 1000}${nanoseconds(index).slice(0, 6)}","_HOSTNAME":"tidb-01","MESSAGE":${escaped(line)},"_PID":"21873","PRIORITY":"6"}`,
  'journald-iso': (line) => `${seconds}+0800 tidb-01 tidb-server[21873]: ${line}`,
  kubectl: (line) => `[pod/tc-tidb-0/tidb] ${line}`,
  logcli: (line) => `${seconds}+08:00 {app="tidb", container="tidb", pod="tc-tidb-0"} ${line}`,
  'loki-jsonl': (line, index) =>
    `{"labels":{"container":"tidb","pod":"tc-tidb-0","stream":"stderr"},"line":${escaped(line)},"timestamp":"${seconds}.${nanoseconds(index)}+08:00"}`,
  'loki-pod': (line) => `{"pod":"tc-tidb-0","container":"tidb","log":${escaped(line)},"namespace":"endless-ha-test"}`,
  markdown: (line) => `> ${line}`,
  stern: (line) => `tc-tidb-0 tidb ${line}`,
  'syslog-3164': (line) => `<134>Oct 19 16:36:49 tidb-01 tidb-server[21873]: ${line}`,
  'syslog-5424': (line, index) =>
    `<134>1 ${seconds}.${nanoseconds(index).slice(0, 6)}+08:00 tidb-01 tidb-server 21873 - [meta seq="1"] ${line}`,
  test2json: (line, index) =>
    `{"Time":"${seconds}.${nanoseconds(index)}+08:00","Action":"output","Package":"github.com/pingcap/tidb/pkg/ddl","Test":"TestAddIndex","Output":${escaped(`${line}\n`)}}`,
}

/** What grep with line numbers makes of the lines of a log among several. */
export const grepped: Wrap = (line, index) => `./collected/tidb-1/tidb.log:${index + 1}:${line}`

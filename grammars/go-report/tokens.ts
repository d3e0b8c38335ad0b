import { createToken, Lexer, type TokenType } from 'chevrotain'

/**
 * One token is one line, its line feed included, so that the n-th token is the n-th line. The order below is the order of trying;
 * `Other` takes whatever is left. Leading blanks are free everywhere: tabs get lost on the way, and `t.Log` indents.
 */

/** Lines that may stand inside a panic's message: all but those that say where the message ends. */
export const Text = createToken({ name: 'Text', pattern: Lexer.NA })

function line(name: string, pattern: RegExp, more: { text?: true } = {}): TokenType {
  return createToken({ name, pattern, line_breaks: true, ...(more.text ? { categories: [Text] } : {}) })
}

/** `` */
export const Blank = line('Blank', /[ \t\r]*\n/)
/** `panic: runtime error: index out of range [3] with length 3 [recovered]`, also after a shell's prompt. */
export const Panic = line('Panic', /(?:[^\n#$]{1,80}[#$] )?[ \t]*panic: [^\n]*\n/)
/** `fatal error: concurrent map writes` */
export const Fatal = line('Fatal', /[ \t]*fatal error: [^\n]*\n/)
/** `[signal SIGSEGV: segmentation violation code=0x1 addr=0x28 pc=0x4c2b62]` */
export const Signal = line('Signal', /[ \t]*\[signal [^\n]*\n/)
/** `SIGQUIT: quit` */
export const Killed = line('Killed', /[ \t]*SIG[A-Z]+\d?: [^\n]*\n/)
/** `PC=0x472521 m=0 sigcode=0 addr=0x10` */
export const KilledAt = line('KilledAt', /[ \t]*PC=0x[^\n]*\n/)
/** `Exception 0xc0000005 0x0 0x18 0x7ff6a1b2c3d4` (Windows) */
export const Exception = line('Exception', /[ \t]*Exception 0x[^\n]*\n/)
/** `unexpected fault address 0x7fe281040000` */
export const Fault = line('Fault', /[ \t]*unexpected fault address [^\n]*\n/)
/** `runtime: goroutine stack exceeds 1000000000-byte limit` */
export const Runtime = line('Runtime', /[ \t]*runtime: [^\n]*\n/)
/** `2026/11/20 09:09:19 http: panic serving 127.0.0.1:42404: runtime error: invalid memory address` */
export const HttpPanic = line('HttpPanic', /[ \t]*(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?http: panic serving [^\n]*\n/)
/** `goroutine 7 gp=0xc0000c0000 m=0 mp=0x9aef80 [running, locked to thread]:` */
export const Header = line('Header', /[ \t]*goroutine \d+ [^\n[]*\[[^\n\]]*\][^\n]*\n/)
/** `[Goroutine 6 in state chan receive, with time.Sleep on top of the stack:` (goleak) */
export const Leaked = line('Leaked', /[ \t[]*Goroutine \d+ in state [^\n]*:[ \t\r]*\n/)
/** `goleak: Errors on successful test run: found unexpected goroutines:` */
export const LeakHead = line('LeakHead', /[^\n]{0,120}found unexpected goroutines:[ \t\r]*\n/)
/** `runtime stack:` */
export const RuntimeStack = line('RuntimeStack', /[ \t]*runtime stack:[ \t\r]*\n/)
/** `created by golang.org/x/sync/errgroup.(*Group).Go in goroutine 21` */
export const CreatedBy = line('CreatedBy', /[ \t]*created by [^\n]*\n/)
/** `...7895044 frames elided...` */
export const Elided = line('Elided', /[ \t]*\.\.\.(?:additional|\d+) frames elided\.\.\.[ \t\r]*\n/)
/** `	goroutine running on other thread; stack unavailable` */
export const Unavailable = line('Unavailable', /[ \t]*goroutine running on other thread; stack unavailable[ \t\r]*\n/)
/** `WARNING: DATA RACE` */
export const Race = line('Race', /[ \t]*WARNING: DATA RACE[ \t\r]*\n/)
/** `Previous write at 0x00c00088a360 by main goroutine:` */
export const Access = line('Access', /[ \t]*(?:Previous )?(?:[Aa]tomic )?(?:[Rr]ead|[Ww]rite) at 0x[0-9a-f]+ by [^\n]*:[ \t\r]*\n/)
/** `Goroutine 8 (running) created at:` */
export const RaceCreated = line('RaceCreated', /[ \t]*Goroutine \d+ \([a-z]+\) created at:[ \t\r]*\n/)
/** `==================` */
export const Rule = line('Rule', /[ \t]*={18}[ \t\r]*\n/, { text: true })
/** `goroutine profile: total 48` */
export const Profile = line('Profile', /[ \t]*goroutine profile: total \d+[ \t\r]*\n/)
/** `40 @ 0x43e96e 0x4096bf 0x4092d2` */
export const ProfileBucket = line('ProfileBucket', /[ \t]*\d+ @(?: 0x[0-9a-f]+)+[ \t\r]*\n/, { text: true })
/** `#	0x4f82b8	github.com/pingcap/tidb/pkg/infoschema.Profile.func1+0x18	/home/ci/tables.go:77` */
export const ProfileFrame = line('ProfileFrame', /[ \t]*#[ \t]+0x[0-9a-f]+[ \t][^\n]*\n/, { text: true })
/** `# labels: {"sql":"alter table"}` */
export const ProfileLabels = line('ProfileLabels', /[ \t]*# labels: [^\n]*\n/, { text: true })
/** `    --- FAIL: TestBootstrapUpgrade/v195 (0.00s)`; check.v1's `FAIL: ddl_test.go:120: testDDLSuite.TestAddIndex` */
export const TestFailed = line('TestFailed', /[ \t]*(?:--- FAIL: \S+ \([0-9.]+s\)|(?:FAIL|PANIC): [^\s:]+\.go:\d+: \S+)[ \t\r]*\n/)
/** `... Panic: runtime error: index out of range [3] with length 3 (PC=0x43C951)` (check.v1) */
export const CheckedPanic = line('CheckedPanic', /[ \t]*\.\.\. Panic: [^\n]*\n/)
/** `    suite.go:87: test panicked: index out of range` (testify), `    testing.go:1927: panic: …` (a fuzz test) */
export const Caught = line('Caught', /[ \t]+[^\s:]+\.go:\d+: (?:test panicked|panic): [^\n]*\n/, { text: true })
/** `  in ledgerSuite.sum`, under a frame's place (check.v1) */
export const CheckedCall = line('CheckedCall', /[ \t]*in \S+[ \t\r]*\n/, { text: true })
/** `thread 'apply-0' panicked at 'index out of bounds', src/fsm/apply.rs:120:9` */
export const RustPanic = line('RustPanic', /[ \t]*thread '[^\n']*'[^\n]{0,40} panicked at [^\n]*\n/)
/** `   1: core::panicking::panic_fmt` */
export const RustFrame = line('RustFrame', /[ \t]*\d+: +(?:0x[0-9a-f]+ - )?[^\s\n][^\n]*\n/, { text: true })
/** `             at /rustc/9fc6b431/library/std/src/panicking.rs:577:13` */
export const RustPlace = line('RustPlace', /[ \t]+at [^\n]*:\d+[ \t\r]*\n/, { text: true })
/** `rax    0xca` */
export const Register = line('Register', /[ \t]*(?:r[a-z0-9]{1,5}|e[a-z]{2}|[c-g]s|lr|sp|pc|fault) +0x[0-9a-f]+[ \t\r]*\n/, { text: true })
/** `	/usr/local/go/src/runtime/proc.go:271 +0x29d fp=0xc000057fe0 sp=0xc000057f50 pc=0x43e51d` */
export const Place = line(
  'Place',
  /(?:[ \t]*[A-Za-z]:)?[^\n:]*(?:\.(?:go|s|S|c|cc|cpp|h)|<autogenerated>|\?):\d+(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+)?(?: sp=0x[0-9a-f]+)?(?: pc=0x[0-9a-f]+)?[ \t\r]*\n/,
  { text: true },
)
/** `github.com/pingcap/tidb/pkg/util/chunk.(*List[...]).get(0x10, {0x764aa0?, 0x1})` */
export const Call = line('Call', /[ \t]*[^\s(]\S*\([0-9a-fx{}?.,_ ]*\)[ \t\r]*\n/, { text: true })
/** `github.com/pingcap/tidb/pkg/util.Recover`, as `%+v` and zap print a frame */
export const Bare = line('Bare', /[ \t]*[^\s.]+\.[^\s.]\S*[ \t\r]*\n/, { text: true })
/** `exit status 2`, and anything else */
export const Other = line('Other', /[^\n]*\n/, { text: true })

export const vocabulary: TokenType[] = [
  ...[Blank, Fatal, Signal, Killed, KilledAt, Exception, Fault, Runtime, HttpPanic, Unavailable, Header, Leaked, LeakHead],
  ...[RuntimeStack, CreatedBy, Elided, Race, Access, RaceCreated, Rule, ProfileBucket, Profile, ProfileFrame, ProfileLabels],
  ...[TestFailed, CheckedPanic, Caught, RustPanic, RustFrame, RustPlace, Register, Panic, Call, Place, CheckedCall, Bare, Other, Text],
]

let patterns: readonly { readonly type: TokenType; readonly sticky: RegExp }[] | undefined

/**
 * Which token a line is. Chevrotain's lexer would have to learn for longer what each token may begin with than it takes to try one after
 * another, and does not find them sooner.
 * @param line with its line feed
 */
export function tokenOf(line: string): TokenType {
  patterns ??= vocabulary.flatMap((type) => (type.PATTERN instanceof RegExp ? [{ type, sticky: new RegExp(type.PATTERN, 'y') }] : []))
  for (const { type, sticky } of patterns) {
    sticky.lastIndex = 0
    if (sticky.test(line)) return type
  }
  return Other
}

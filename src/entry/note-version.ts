import type { Note } from './entry.ts'

type Version = Extract<Note['note'], { what: 'version' }>

// Release Version: v7.6.0      | Release Version: v7.6.0      tidb_version(): Release Version: v7.6.0
const RELEASE = /^[\s|>*`-]*(?:tidb_version\(\)\s*:\s*)?Release Version:\s*`?(v\d+\.\d+\.\d+[\w.+-]*)/i
// Git Commit Hash: 4cd4d5f703e0043c00c36689ae6c50354bae7b6a
const COMMIT = /^[\s|>*`-]*Git Commit Hash:\s*`?([0-9a-f]{7,40})\b/i
// GoVersion: go1.21.3
const GO = /^[\s|>*`-]*GoVersion:\s*`?(go[\w.+-]+)/
// | 8.0.11-TiDB-v7.5.0 |      Server version: 5.7.25-TiDB-v7.1.0 TiDB Server
const SERVER = /^[\s|>*`-]*(?:Server version:\s*|version\(\)\s*:\s*|tidb_version\s*:\s*)?\d+\.\d+\.\d+-TiDB-(v\d+\.\d+\.\d+[\w.+-]*)/i
// git hash：8dac7568ee59d6028db00ebfa6877f97d22b0295
const LABELLED = /^[\s|>*`-]*(?:tidb\s+)?(?:git|commit)[\s_-]*(?:commit)?[\s_-]*(?:hash|sha|id)?\s*[:：=]\s*`?([0-9a-f]{12,40})`?\s*$/i
// ### 4. What is your TiDB version? (Required)
const QUESTION = /^[\s>*#\d.]*what (?:is|version of) .{0,20}tidb.{0,20}\?|tidb_version\(\)|^\s*tidb version\s*[:：]?\s*$/i
// v7.5.0      TiDB v8.5.1
const BARE_RELEASE = /^[\s`*]*(?:tidb[\s:-]*)?(v\d+\.\d+\.\d+[\w.+-]*)[\s`*]*$/i
const BARE_HASH = /^[\s`*]*([0-9a-f]{38,40})[\s`*]*$/
const HEADING = /^\s{0,3}#{1,6}\s/
// ./tikv-server -V      pd-server --version
const COMMAND = /(?:^|[\s/$#])(tidb|tikv|pd|tiflash|br|cdc|ticdc|tiup|dm|lightning|importer)(?:-[a-z]+)?\s+(?:-V|--version|version)\b/i
const OTHER_PRODUCT = /^\s*(?:TiKV|TiFlash|PD|BR|TiCDC)\s*:?\s*$/

const NONE: Version = { what: 'version', version: null, gitHash: null, goVersion: null }
/** Lines for which a block or an answer may go on. */
const REACH = 16

/** Reads what `tidb-server -V`, `tidb_version()` and the answers to a form's question say; each line adds to what the block said before. */
export class VersionReader {
  private block: Version = NONE
  private left = 0
  private asked = 0
  private foreign = 0

  /** @returns the block so far, when this line added to it */
  read(text: string): Version | null {
    this.context(text)
    const found = this.foreign > 0 ? null : this.labelled(text)
    if (found) return this.add(found)
    if (this.asked <= 0) return null
    const release = BARE_RELEASE.exec(text)
    if (release) return this.add({ version: release[1]! })
    const hash = BARE_HASH.exec(text)
    return hash ? this.add({ gitHash: hash[1]! }) : null
  }

  private context(text: string): void {
    this.left--
    this.asked--
    this.foreign--
    if (this.left <= 0) this.block = NONE
    const command = COMMAND.exec(text)
    if (command) this.foreign = command[1]!.toLowerCase() === 'tidb' ? 0 : REACH
    else if (OTHER_PRODUCT.test(text)) this.foreign = REACH
    if (QUESTION.test(text)) {
      this.asked = REACH
      this.foreign = 0
    } else if (HEADING.test(text)) this.asked = 0
  }

  private labelled(text: string): Partial<Version> | null {
    const version = RELEASE.exec(text) ?? SERVER.exec(text)
    if (version) return { version: version[1]! }
    const commit = (this.left > 0 ? COMMIT.exec(text) : null) ?? LABELLED.exec(text)
    if (commit) return { gitHash: commit[1]!.toLowerCase() }
    const go = this.left > 0 ? GO.exec(text) : null
    return go ? { goVersion: go[1]! } : null
  }

  private add(found: Partial<Version>): Version {
    if (found.version !== undefined) this.block = NONE
    this.block = { ...this.block, ...found }
    this.left = REACH
    return this.block
  }
}

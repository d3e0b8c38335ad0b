import * as Args from '@oclif/core/args'
import { EXIT, TriageCommand } from '../../command.ts'
import { UserError } from '../../errors.ts'
import { printable } from '../../report/escape.ts'
import { counted } from '../../report/wording/names.ts'

export default class SignaturesLint extends TriageCommand {
  static override summary = 'Check signature files: everything that is wrong in all of them, with its line and column.'
  static override description = 'Without a folder, the nearest .tidb-triage/signatures at or above the working directory.'
  static override strict = false
  static override args = { folders: Args.string({ required: false, ignoreStdin: true, description: 'folders of signatures' }) }

  async run(): Promise<void> {
    const { argv } = await this.parse(SignaturesLint)
    const { ownFolders, lintSignatures } = await import('../../index.ts')
    const folders = argv.length > 0 ? (argv as string[]) : ownFolders([], process.cwd())
    if (folders.length === 0) throw new UserError('There is no folder to check.', 'Name one, or make .tidb-triage/signatures.')
    const found = await Promise.all(folders.map((folder) => lintSignatures(folder)))
    const problems = found.flatMap((one) => one.problems)
    const checked = found.reduce((sum, one) => sum + one.files, 0)
    const lines = problems.map(({ file, line, column, message }) => printable(`${file}:${line}:${column}: ${message}`))
    const sum = `${counted(checked, 'signature file')}, ${problems.length === 0 ? 'no problem' : counted(problems.length, 'problem')}`
    await this.write(null, [...lines, sum, ''].join('\n'))
    if (problems.length > 0) process.exitCode = EXIT.findings
  }
}

import type { PackedFile } from '../source/open.ts'
import type { Problem, Source } from '../source/source.ts'
import type { Crew, Hear } from './crew.ts'
import { Mailbox } from './mailbox.ts'

/**
 * The sources of a packed file, which a thread unpacks while the caller reads what came of it so far.
 * @throws BugError when that thread died
 */
export async function* unpackApart({ path, sole }: PackedFile, crew: Crew): AsyncGenerator<Source> {
  const mail = new Mailbox<Parameters<Hear>>()
  crew
    .carryOut({ path, range: null, unpack: true }, (...said) => mail.put(said))
    .then(
      () => mail.close(),
      (error: unknown) => mail.fail(error),
    )
  const input = { name: path, read: 0 }
  for (let letter = await mail.take(); letter !== null; letter = await mail.take()) {
    const [said] = letter
    if (said.what !== 'source') continue
    const problems: Problem[] = []
    const pieces = piecesOf(problems)
    yield { ...said.head, problems, input, sole: sole && said.sole, chunks: () => pieces }
    // The next one comes only when this one was taken out.
    for await (const _ of pieces);
  }

  async function* piecesOf(problems: Problem[]): AsyncGenerator<Buffer> {
    for (let letter = await mail.take(); letter !== null; letter = await mail.take()) {
      const [said, giveBack] = letter
      if (said.what === 'piece') {
        input.read = said.read
        yield Buffer.from(said.piece.buffer, 0, said.size)
        giveBack(said.piece)
      } else if (said.what === 'unpacked') {
        problems.push(...said.problems)
        return
      }
    }
  }
}

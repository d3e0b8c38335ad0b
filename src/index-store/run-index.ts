import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { endianness } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Item } from '../entry/entry.ts'
import type { Moment } from '../event/backlog.ts'
import type { Asked, Scope } from '../scope.ts'
import { reason } from '../source/file.ts'
import type { Surveyed } from '../survey.ts'
import type { Understood } from '../understand.ts'
import { isComplete } from './complete.ts'
import { type Content, contentOf, settled } from './content.ts'
import { Names } from './directory.ts'
import { IndexFile } from './index-file.ts'
import { Recall } from './recall.ts'
import { Recorder } from './recorder.ts'
import { type Draft, Shelf } from './shelf.ts'

const SMALL = 32 << 20
const LARGEST = 2 ** 30

export interface IndexRequest {
  /** As `filesOf` names them; null where not all input lies in files. */
  readonly files: readonly string[] | null
  /** Where an index lies when the folder of the input can't be written to. */
  readonly cacheFolder: string
  /** Name and version of the program that asks. */
  readonly program: string
  /** Bytes that the index may have; when not given, half as many as the input has, but 32 MiB in any case and never more than 1 GiB. */
  readonly mostBytes?: number
  /** Told at most once. */
  readonly onNote: (note: IndexNote) => void
}

/** Why no index was kept. */
export interface IndexNote {
  readonly code: 'no-files' | 'unreadable' | 'changed' | 'too-large' | 'not-written'
  /** What the system said, else empty. */
  readonly detail: string
}

/** What an earlier run over the same input kept, or what this one keeps for later ones. */
export class RunIndex {
  private file: IndexFile | null = null
  private draft: Draft | null = null
  private recorder: Recorder | null = null
  private readonly names: Names
  private readonly shelf: Shelf
  private readonly key: Buffer
  private readonly onNote: IndexRequest['onNote']
  private readonly mostBytes: number

  private constructor(
    private readonly files: readonly string[],
    private readonly content: Content,
    asked: unknown,
    { cacheFolder, program, onNote, mostBytes }: IndexRequest,
  ) {
    this.names = new Names(files)
    this.shelf = new Shelf(content, cacheFolder)
    this.key = keyOf(content, [program, asked])
    this.onNote = onNote
    this.mostBytes = mostBytes ?? Math.max(SMALL, Math.min(content.size / 2, LARGEST))
  }

  /**
   * @param asked all on which it depends what a run makes of an input
   * @returns null, and a note is given, where nothing can be kept of the input
   */
  static async open(request: IndexRequest, asked: unknown): Promise<RunIndex | null> {
    const { files, onNote } = request
    if (files !== null) await settled(files)
    const content = files && contentOf(files)
    if (content !== null) return new RunIndex(files!, content, asked, request)
    onNote({ code: files === null ? 'no-files' : 'unreadable', detail: '' })
    return null
  }

  /** What an earlier run kept, if it is all that a reading would give. Else the input must be read, and what comes of it is written down. */
  begin(scope: Scope, asked: Asked): Recall | null {
    const recall = this.recall(scope, asked)
    if (recall === null && !asked.since && !asked.until && asked.node === undefined) this.record()
    return recall
  }

  /** An item was understood; its moments are settled later, in the same order. */
  met(item: Item, understood: Understood): void {
    this.write((recorder) => recorder.met(item, understood))
  }

  settled(moment: Moment): void {
    this.write((recorder) => recorder.settled(moment))
    if (this.recorder && this.recorder.size > this.mostBytes) this.forgo('too-large')
  }

  /** The run has come to its end. @param read all sources, in their order */
  keep(read: readonly Surveyed[]): void {
    this.write((recorder) => {
      if (contentOf(this.files)?.print !== this.content.print) this.forgo('changed')
      else if (!recorder.close(this.key, read)) this.forgo('unreadable')
      else if (recorder.size > this.mostBytes) this.forgo('too-large')
      else this.draft?.publish()
    })
  }

  /** Lets go of what is open; what was not kept is gone. */
  close(): void {
    this.file?.close()
    this.draft?.drop()
    this.file = this.draft = this.recorder = null
  }

  private recall(scope: Scope, asked: Asked): Recall | null {
    for (const path of this.shelf.paths()) {
      const file = IndexFile.open(path, this.key)
      if (file === null) continue
      this.file = file
      if (isComplete(file.directory, this.names, scope)) {
        const recall = new Recall(file, this.names, scope, asked, this.content.size)
        if (recall.isWhole()) return recall
      }
      this.close()
    }
    return null
  }

  private record(): void {
    try {
      this.draft = this.shelf.begin()
      this.recorder = new Recorder(this.draft.fd, this.names)
    } catch (error) {
      this.forgo('not-written', reason(error))
    }
  }

  /** A full disk ends the index, not the run. */
  private write(step: (recorder: Recorder) => void): void {
    if (this.recorder === null) return
    try {
      step(this.recorder)
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error
      this.forgo('not-written', reason(error))
    }
  }

  private forgo(code: IndexNote['code'], detail = ''): void {
    this.close()
    this.onNote({ code, detail })
  }
}

/** The same for the same program, asked the same, over the same bytes; a build that differs goes by its own file. */
function keyOf({ print }: Content, asked: unknown): Buffer {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url))
  return createHash('sha256')
    .update(JSON.stringify([endianness(), size, mtimeMs, print, asked]))
    .digest()
}

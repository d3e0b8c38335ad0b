import type { IndexNote, IndexRequest } from '../index-store/run-index.ts'

const WHY: Readonly<Record<IndexNote['code'], string>> = {
  'no-files': 'not all of the input lies in files',
  unreadable: 'not all of the input could be read',
  changed: 'the input changed while it was read',
  'too-large': 'it would be large beside the input',
  'not-written': 'it could not be written',
}

/** What `--index` asks for. @param files see `filesOf` @param tell takes a line for standard error */
export function indexRequest(
  files: readonly string[] | null,
  { cacheDir, version }: { readonly cacheDir: string; readonly version: string },
  tell: (line: string) => void,
): IndexRequest {
  const onNote = ({ code, detail }: IndexNote): void => tell(`No index is kept: ${WHY[code]}${detail === '' ? '' : ` (${detail})`}.`)
  return { files, cacheFolder: cacheDir, program: version, onNote }
}

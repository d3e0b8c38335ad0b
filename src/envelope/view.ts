let last: Buffer | null = null
let view: DataView = new DataView(new ArrayBuffer(0))

/** The bytes of a buffer, to be read four and eight at a time. Lines after lines stand in one page, so its view is made once. */
export function viewOf(buf: Buffer): DataView {
  if (buf !== last) {
    last = buf
    view = new DataView(buf.buffer, buf.byteOffset, buf.length)
  }
  return view
}

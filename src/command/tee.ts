import { pipeline, type Readable, Transform, type Writable } from 'node:stream'

/** What an input gives, which goes on to an output while it is read, no faster than that takes it. An output that goes away ends nothing. */
export function teed(input: Readable, output: Writable): Readable {
  let open = true
  const gone = (): void => {
    open = false
  }
  output.on('error', gone).on('close', gone)
  const tee = new Transform({
    transform(chunk, _encoding, done) {
      if (open) output.write(chunk, () => done(null, chunk))
      else done(null, chunk)
    },
  })
  // An input that breaks is told of by whoever reads the tee: it is destroyed with the same error.
  return pipeline(input, tee, () => undefined)
}

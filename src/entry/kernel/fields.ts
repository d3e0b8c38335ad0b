// See row.ts.

const OPEN: u8 = 0x5b
const CLOSE: u8 = 0x5d
const SPACE: u8 = 0x20
const QUOTE: u8 = 0x22
const EQUALS: u8 = 0x3d

/** What fields say of a line: nothing, or whose it is, unless the name of one was not learnt. */
export const NO_NAME: i32 = 0
export const A_NAME: i32 = 1
export const UNKNOWN: i32 = 2

/** Names of fields that were learnt: as many hashes, each with what it says. */
export const KEYS: i32 = 1024

/** What a field's name says of its line. */
export const NOTHING: i32 = 1
export const AN_ID: i32 = 2

/** The name that was not learnt: a hash, and where it begins and ends. */
export let keyHash: i32 = 0
export let keyStart: i32 = 0
export let keyEnd: i32 = 0

let keys: i32 = 0
let ofId: i32 = 0

/** Tells where what was learnt lies, and which characters an id has. */
export function setFields(keysPlace: i32, ofIdPlace: i32): void {
  keys = keysPlace
  ofId = ofIdPlace
}

/** What the fields in [from, end) say: as TellingFields, from what was learnt of it. */
export function tells(from: i32, end: i32): i32 {
  for (let place = from; place < end; place++) {
    if (load<u8>(place) !== OPEN || load<u8>(place - 1) !== SPACE || load<u8>(place - 2) !== CLOSE) continue
    const key = load<u8>(place + 1) === QUOTE ? place + 2 : place + 1
    let hash: u32 = 0
    let to = key
    for (let c = load<u8>(to); c !== EQUALS && c !== CLOSE && c !== QUOTE && to < end; c = load<u8>(++to)) hash = (hash ^ c) * 0x01000193
    const learnt = keys + ((<i32>((hash * 0x9e3779b1) >> 22)) << 3)
    const says = load<i32>(learnt, 4)
    if (says === 0 || load<u32>(learnt) !== hash) {
      keyHash = hash
      keyStart = key
      keyEnd = to
      return UNKNOWN
    }
    if (says !== NOTHING && (says !== AN_ID || isId(load<u8>(to) === QUOTE ? to + 2 : to + 1, end))) return A_NAME
    place = to
  }
  return NO_NAME
}

/** Whether a value is one word of the characters of an id. */
function isId(from: i32, end: i32): bool {
  let place = load<u8>(from) === QUOTE ? from + 1 : from
  while (place < end && load<u8>(ofId + load<u8>(place)) === 1) place++
  const behind = load<u8>(place)
  return behind === CLOSE || behind === QUOTE || place >= end
}

/** Memory of a program, in blocks of 64 KiB. */
export interface Memory {
  readonly buffer: ArrayBuffer
  grow(blocks: number): number
}

export interface Global {
  readonly value: number
}

/** A compiled program. */
export type Module = object

interface Engine {
  readonly Module: new (code: Uint8Array) => Module
  readonly Instance: new (module: Module) => { readonly exports: object }
}

/** What is used of WebAssembly: TypeScript knows it only beside a browser's objects. */
export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine }

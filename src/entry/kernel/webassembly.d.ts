/** What is used of it; TypeScript knows the rest only beside a browser's. */
declare namespace WebAssembly {
  class Module {
    constructor(code: Uint8Array)
  }
  class Instance {
    constructor(module: Module)
    readonly exports: object
  }
  interface Memory {
    readonly buffer: ArrayBuffer
    /** By so many blocks of 64 KiB. */
    grow(blocks: number): number
  }
  interface Global {
    value: number
  }
}

/** The part of the WebAssembly interface that is used here; TypeScript has it only with the browser's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB, and detaches the buffer. */
    grow(pages: number): number;
  }
  class RuntimeError extends Error {}
}

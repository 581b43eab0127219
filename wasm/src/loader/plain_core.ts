// core.wasm for hosts without WebAssembly.

/** The core as plain JavaScript: called with the imports of core.wasm, gives what an instance of it exports. */
export type PlainCore = (imports: object) => unknown;

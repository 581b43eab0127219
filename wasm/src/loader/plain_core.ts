// core.wasm for hosts without WebAssembly.

/** The core as plain JavaScript: a call gives what an instance of core.wasm exports. */
export type PlainCore = () => unknown;

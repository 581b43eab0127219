import type { WasmModule } from '../web_types.js';

/** Where core.wasm is: its bytes, a compiled module, a URL, a path, a response of `fetch`, or a promise of one. */
export type CoreLocation = ArrayBuffer | ArrayBufferView | WasmModule | URL | string | Response;

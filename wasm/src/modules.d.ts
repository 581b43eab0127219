// What the build provides.
declare module 'hufu:core.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}
declare module 'node:fs/promises' {
  export function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>>;
}
/** Whether `plain/core.js` lies beside the file that is built. */
declare const HUFU_PLAIN_CORE_IS_NEAR: boolean;
declare module 'hufu:plain-core' {
  const core: (imports: WebAssembly.Imports) => unknown;
  export default core;
}

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

// Types of the web where the program knows them. A mini-program's TypeScript has no library "dom"; there they are what
// this package needs of them.

type Known<Name extends string, Otherwise> = typeof globalThis extends { [each in Name]: { prototype: infer Web } } ? Web : Otherwise;

/** An `AbortSignal`. */
export type AbortSignalLike = Known<
  'AbortSignal',
  {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: 'abort', hear: () => void): void;
    removeEventListener(type: 'abort', hear: () => void): void;
  }
>;

/** A `Blob`. */
export type BlobLike = Known<'Blob', { readonly size: number; readonly type: string }>;

/** A `WebAssembly.Module`. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

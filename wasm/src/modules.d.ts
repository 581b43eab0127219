// What the build provides.
declare module 'hufu:core.wasm' {
  /** Decodes the bytes. */
  export default function coreBytes(): Uint8Array<ArrayBuffer>;
}
declare module '*.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}
declare module 'node:fs/promises' {
  export function readFile(path: string | URL): Promise<Uint8Array<ArrayBuffer>>;
}
declare const process: {
  hrtime(): [seconds: number, nanoseconds: number];
  /** Next.js puts the value in its place. */
  readonly env: { readonly NODE_ENV?: string };
};
/** Whether `plain/core.js` lies beside the file that is built. */
declare const HUFU_PLAIN_CORE_IS_NEAR: boolean;
declare module 'hufu:plain-core' {
  const core: () => unknown;
  export default core;
}
// The part of Next.js that hufu/next takes; in an application it is Next.js's own. With its `.js`: Node, and Vitest,
// find it only so, for the package has no `exports`.
declare module 'next/server.js' {
  interface Cookies {
    getAll(): { name: string; value: string }[];
    set(name: string, value: string, options?: object): unknown;
    delete(name: string): unknown;
  }
  export interface NextRequest extends Request {
    readonly cookies: Cookies;
    readonly nextUrl: URL;
  }
  export class NextResponse extends Response {
    readonly cookies: Cookies;
    static next(init?: { headers?: HeadersInit; request?: { headers?: Headers } }): NextResponse;
  }
}

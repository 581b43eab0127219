// One version for the package and core.wasm: the build puts it in, from package.json.
declare const HUFU_VERSION: string;

/** The version of this package. */
export const version: string = HUFU_VERSION;

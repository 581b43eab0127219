// Mini-programs: WXWebAssembly takes the path of a file inside the package, and nothing else.
import type { CoreExports } from '../core.js';
import { Loader, type CoreLocation } from './loading.js';

interface WxWebAssembly {
  /** What it gives is said to be an instance; on phones it is `{ instance }`. */
  instantiate(path: string, imports: WebAssembly.Imports): Promise<WebAssembly.Instance & { instance?: WebAssembly.Instance }>;
}

declare const WXWebAssembly: WxWebAssembly | undefined;

/** Where WeChat's npm builder puts the file. */
const usualPath = '/miniprogram_npm/hufu/core.wasm';

async function instantiate(location: CoreLocation | null, imports: WebAssembly.Imports): Promise<CoreExports> {
  if (typeof WXWebAssembly === 'undefined') throw new Error('there is no WXWebAssembly: base library 2.13 has it');
  const path = location ?? usualPath;
  if (typeof path !== 'string') throw new Error('a mini-program needs a path inside its package');
  const made = await WXWebAssembly.instantiate(path, imports);
  return (made.instance ?? made).exports as unknown as CoreExports;
}

export const loader = new Loader(instantiate);

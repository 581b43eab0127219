// Mini-programs: WXWebAssembly takes the path of a file inside the package, and nothing else. Where it is
// missing, the same core as plain JavaScript stands in, if it is there.
import type { CoreExports } from '../core.js';
import { Loader } from './loading.js';
import type { CoreLocation } from './location.js';
import type { PlainCore } from './plain_core.js';

interface WxWebAssembly {
  /** What it gives is said to be an instance; on phones it is `{ instance }`. */
  instantiate(path: string, imports: WebAssembly.Imports): Promise<WebAssembly.Instance & { instance?: WebAssembly.Instance }>;
}

declare const WXWebAssembly: WxWebAssembly | undefined;
declare function require(path: './plain/core.js'): PlainCore;

/** Where WeChat's npm builder puts the file. */
const usualPath = '/miniprogram_npm/hufu/core.wasm';

let given: PlainCore | null = null;

/** Uses this plain core, where one is needed. */
export function use(plainCore: PlainCore): void {
  given = plainCore;
}

async function instantiate(location: CoreLocation | null): Promise<CoreExports> {
  if (typeof WXWebAssembly === 'undefined') return plain()() as CoreExports;
  const path = location ?? usualPath;
  if (typeof path !== 'string') throw new Error('a mini-program needs a path inside its package');
  const made = await WXWebAssembly.instantiate(path, {});
  return (made.instance ?? made).exports as unknown as CoreExports;
}

function plain(): PlainCore {
  const found = given ?? (HUFU_PLAIN_CORE_IS_NEAR ? near() : null);
  if (found) return found;
  throw new Error('there is no WXWebAssembly (base library 2.13 has it), and no plain core: keep its folder, or give it to init()');
}

// Written out, for the developer tool looks for exactly this. Who needs no old phones may delete the folder.
function near(): PlainCore | null {
  try {
    return require('./plain/core.js');
  } catch {
    return null;
  }
}

export const loader = new Loader(instantiate);

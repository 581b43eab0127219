// Node and bundlers that build for it: core.wasm is inside the JavaScript, because a bundled server
// has no file beside it.
import type { CoreExports } from '../core.js';
import coreBytes from 'hufu:core.wasm';
import { instantiateWeb, Loader } from './loading.js';
import type { CoreLocation } from './location.js';

let compiled: WebAssembly.Module | undefined;

async function instantiate(location: CoreLocation | null): Promise<CoreExports> {
  if (location === null) {
    compiled ??= new WebAssembly.Module(coreBytes());
    return instantiateWeb(compiled);
  }
  if (typeof location !== 'string' && !(location instanceof URL)) return instantiateWeb(location);
  const text = String(location);
  if (/^(https?|data|blob):/.test(text)) return instantiateWeb(await fetch(text));
  const { readFile } = await import('node:fs/promises');
  return instantiateWeb(await readFile(text.startsWith('file:') ? new URL(text) : text));
}

export const loader = new Loader(instantiate);

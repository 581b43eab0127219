// Browsers and their bundlers: core.wasm lies beside this file, and is fetched.
import type { CoreExports } from '../core.js';
import { instantiateWeb, Loader, type CoreLocation } from './loading.js';

async function instantiate(location: CoreLocation | null, imports: WebAssembly.Imports): Promise<CoreExports> {
  // Written out here, for bundlers look for exactly this and copy the file.
  const place = location ?? new URL('./core.wasm', import.meta.url);
  if (typeof place !== 'string' && !(place instanceof URL)) return instantiateWeb(place, imports);
  const response = await fetch(place);
  if (response.ok && typeof WebAssembly.instantiateStreaming === 'function') {
    const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
    if (isWasm) {
      const { instance } = await WebAssembly.instantiateStreaming(response, imports);
      return instance.exports as unknown as CoreExports;
    }
  }
  return instantiateWeb(response, imports);
}

export const loader = new Loader(instantiate);

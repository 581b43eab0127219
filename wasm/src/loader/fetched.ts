import type { CoreExports } from '../core.js';
import { instantiateWeb } from './loading.js';
import type { CoreLocation } from './location.js';

/** The exports of core.wasm at an address, compiled while it arrives; or of what else stands for it. */
export async function instantiateFetched(place: CoreLocation): Promise<CoreExports> {
  if (typeof place !== 'string' && !(place instanceof URL)) return instantiateWeb(place);
  const response = await fetch(place);
  if (response.ok && typeof WebAssembly.instantiateStreaming === 'function') {
    const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
    if (isWasm) {
      const { instance } = await WebAssembly.instantiateStreaming(response);
      return instance.exports as unknown as CoreExports;
    }
  }
  return instantiateWeb(response);
}

// Edge runtimes compile nothing at run time: the bundler hands over a module.
import type { CoreExports } from '../core.js';
import coreModule from './core.wasm?module';
import { instantiateWeb, Loader } from './loading.js';
import type { CoreLocation } from './location.js';

async function instantiate(location: CoreLocation | null): Promise<CoreExports> {
  const place = location ?? coreModule;
  if (typeof place === 'string' || place instanceof URL) throw new Error('an edge runtime needs a WebAssembly.Module');
  return instantiateWeb(place);
}

export const loader = new Loader(instantiate);

// Browsers and their bundlers: core.wasm lies beside this file, and is fetched.
import { instantiateFetched } from './fetched.js';
import { Loader } from './loading.js';

// The address is written out here, for bundlers look for exactly this and copy the file.
export const loader = new Loader((location) => instantiateFetched(location ?? new URL('./core.wasm', import.meta.url)));

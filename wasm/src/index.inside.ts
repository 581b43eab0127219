// The entry of browsers with core.wasm inside: for servers of development (Vite up to 7 does not find it elsewhere), and as
// CommonJS for Jest with jsdom.
import { entry } from './entry.js';
import { loader } from './loader/inside.js';

export * from './entry.js';
export const { init, preload, createClient } = entry(loader, 'web');

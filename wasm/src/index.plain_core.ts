// The core as plain JavaScript, for hosts without WebAssembly: the second argument of init().
import core from 'hufu:plain-core';
import type { PlainCore } from './loader/plain_core.js';

export type { PlainCore } from './loader/plain_core.js';

/** Gives what an instance of core.wasm exports. Slower, and larger; one call is one instance. */
export const plainCore: PlainCore = core;

// Where a client gets the core from: a loader, which every entry has its own of.
import type { Core } from './core.js';

/** The core, as it is there or still to be loaded. */
export interface CoreSource {
  /** The running core, if there is one already. */
  current(): Core | null;
  /** The running core; loads it, or replaces one that has trapped. */
  core(): Promise<Core>;
}

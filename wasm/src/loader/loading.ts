// What all loaders share: instantiate once, check the version, try again once, cache no failure.
import { Core, type CoreExports } from '../core.js';
import type { CoreSource } from '../core_source.js';
import { hostFault, type HufuError } from '../errors.js';
import { version } from '../version.js';
import type { CoreLocation } from './location.js';

/** Gives an instance's exports; it imports nothing. */
export type Instantiate = (location: CoreLocation | null) => Promise<CoreExports>;

/** Loads the core, once for all clients. */
export class Loader implements CoreSource {
  readonly #instantiate: Instantiate;
  #location: CoreLocation | Promise<CoreLocation> | null = null;
  #core: Core | null = null;
  #loading: Promise<Core> | null = null;

  constructor(instantiate: Instantiate) {
    this.#instantiate = instantiate;
  }

  /** Loads the core. Idempotent; a location counts until the core is there. */
  async init(location?: CoreLocation | Promise<CoreLocation>): Promise<void> {
    if (location !== undefined && this.current() === null) this.#location = location;
    await this.core();
  }

  current(): Core | null {
    return this.#core === null || this.#core.isDead ? null : this.#core;
  }

  core(): Promise<Core> {
    const running = this.current();
    if (running !== null) return Promise.resolve(running);
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load(): Promise<Core> {
    let exports: CoreExports;
    try {
      exports = await this.#once();
    } catch {
      // Phones refuse now and then what they take a moment later, and a download may break off.
      try {
        exports = await this.#once();
      } catch (error) {
        throw unusable(error instanceof Error ? error.message : 'it cannot be instantiated', error);
      }
    }
    const core = new Core(exports);
    if (core.version() !== version) throw unusable(`it is of version ${core.version()}, the package of ${version}`);
    this.#core = core;
    return core;
  }

  async #once(): Promise<CoreExports> {
    return this.#instantiate(await this.#location);
  }
}

const unusable = (detail: string, cause?: unknown): HufuError => hostFault(`core.wasm could not be loaded: ${detail}`, cause);

/** The exports of bytes, a module or a response: what is the same everywhere. */
export async function instantiateWeb(location: Exclude<CoreLocation, string | URL>): Promise<CoreExports> {
  // Not `instanceof Response`: Node, merely asked for `Response`, loads all of its fetch, which takes 30 ms.
  if ('arrayBuffer' in location) {
    const { ok, status, url, headers } = location;
    if (!ok) throw new Error(`status ${status} for ${url || 'core.wasm'}`);
    // What a server says that sends the application's page for every address.
    const isPage = headers.get('content-type')?.startsWith('text/html');
    if (isPage) throw new Error(`${url} is an HTML page: core.wasm was not brought along; init(url) says where it is`);
    location = await location.clone().arrayBuffer();
  }
  const made = await WebAssembly.instantiate(location as BufferSource);
  // A module gives an instance, bytes give both.
  const instance = (made as Partial<WebAssembly.WebAssemblyInstantiatedSource>).instance ?? made;
  return (instance as unknown as WebAssembly.Instance).exports as unknown as CoreExports;
}

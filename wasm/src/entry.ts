// What every entry gives, bound to its loader.
import { Client, type ClientOptions } from './client.js';
import { webHost, type Host, type WebHostOptions } from './host/web.js';
import type { Loader } from './loader/loading.js';
import type { CoreLocation } from './loader/location.js';
import { storageKeyOf } from './storage_key.js';
import type { Platform } from './types.js';

export { Client, type ClientOptions } from './client.js';
export { HostFailure, HufuError, isErrorCode, type Action, type ErrorCode, type ErrorFacts, type FailureCode } from './errors.js';
export type * from './host/host.js';
export { cookieText, type CookieAttributes, type CookieToSet, type CookieValue } from './host/cookies.js';
export {
  cookieStore,
  memoryStore,
  pageCookies,
  webStorage,
  type CookieJar,
  type CookieOptions,
  type StorageLike,
} from './host/stores.js';
export { webHost, type Host, type WebHostOptions } from './host/web.js';
export type { CoreLocation } from './loader/location.js';
export type { Language } from './texts/language.js';
export type * from './types.js';
export { version } from './version.js';
export type * from './web_types.js';

/** The functions of an entry. */
export interface Entry {
  /**
   * Loads core.wasm. Not needed: a client does it. Idempotent; `location` says where it is, if it is
   * not where the package has it, and counts until the core is there.
   */
  init(location?: CoreLocation | Promise<CoreLocation>): Promise<void>;
  /** Begins to load core.wasm, and waits for nothing: for pages where somebody is likely to be signed in. */
  preload(location?: CoreLocation | Promise<CoreLocation>): void;
  /** A client. Nothing is sent before its first use, nor loaded, but where a store of the page holds a session. */
  createClient(options: ClientOptions<WebHostOptions>): Client;
}

/** @internal Binds an entry to its loader. */
export function entry(loader: Loader, platform: Platform): Entry {
  return {
    init: (location) => loader.init(location),
    // That it cannot be loaded, the first operation says.
    preload: (location) => void loader.init(location).catch(() => {}),
    createClient: ({ host, language, ...config }) => {
      const storageKey = storageKeyOf(config);
      const isHost = host !== undefined && 'http' in host && 'now' in host;
      const used = isHost ? (host as Host) : webHost(host as WebHostOptions | undefined, storageKey);
      return new Client(loader, used, { platform, ...config, storageKey }, language);
    },
  };
}

// Where the session may be kept.
import { HostFailure } from '../errors.js';
import {
  cookieChanges,
  cookiesOf,
  cookieText,
  isBeside,
  longestAge,
  readCookies,
  type CookieAttributes,
  type CookieToSet,
  type CookieValue,
} from './cookies.js';
import type { CookieCodec, Store } from './host.js';

/** Keeps the session in memory: it ends with the page or the process. */
export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    load: (key) => values.get(key),
    save: (key, value) => void values.set(key, value),
    erase: (key) => void values.delete(key),
  };
}

/** As much of a `Storage` as is used. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Keeps the session in `localStorage`, or in what looks like it: all tabs of the origin share it. */
export function webStorage(storage: () => StorageLike = () => localStorage): Store {
  return whereAllowed({
    load: (key) => storage().getItem(key),
    save: (key, value) => storage().setItem(key, value),
    erase: (key) => storage().removeItem(key),
    holds: (key) => storage().getItem(key) !== null,
    isShared: true,
  });
}

/**
 * A store that a browser may forbid from the beginning (blocked cookies, a sandboxed frame): there nothing was kept, so
 * that there is nothing to read and nothing to remove. One that has worked before and does not any more may hold anything.
 */
function whereAllowed(store: Required<Store>): Store {
  let hasWorked = false;
  const orNothing = async <T>(use: () => T | Promise<T>): Promise<T | null> => {
    try {
      const done = await use();
      hasWorked = true;
      return done;
    } catch (error) {
      if (hasWorked) throw error;
      return null;
    }
  };
  return {
    load: (key, codec) => orNothing(() => store.load(key, codec)),
    save: async (key, value, codec) => {
      await store.save(key, value, codec);
      hasWorked = true;
    },
    erase: async (key, codec) => void (await orNothing(() => store.erase(key, codec))),
    holds: (key) => {
      try {
        return store.holds(key);
      } catch {
        return hasWorked;
      }
    },
    isShared: true,
  };
}

/** A jar of cookies: that of the page, or of a request with its response. */
export interface CookieJar {
  /** All cookies, values decoded. */
  getAll(): CookieValue[] | Promise<CookieValue[]>;
  /** Sets cookies; with `maxAge` 0 a cookie is removed. */
  setAll(cookies: CookieToSet[]): void | Promise<void>;
}

/** For {@link cookieStore}. */
export interface CookieOptions {
  /** The jar; that of the page by default. */
  jar?: CookieJar;
  /** What differs from `path=/; SameSite=Lax; Max-Age=34560000` and, on https pages, `Secure`. */
  attributes?: Partial<CookieAttributes>;
}

/** Keeps the session in cookies, as `@supabase/ssr` writes and reads them: a server sees it too. */
export function cookieStore({ jar = pageCookies(), attributes }: CookieOptions = {}): Store {
  const isSecure = typeof location !== 'undefined' && location.protocol === 'https:';
  const base: CookieAttributes = { path: '/', maxAge: longestAge, sameSite: 'lax', secure: isSecure, ...attributes };

  const write = async (key: string, value: string | null, codec: CookieCodec): Promise<void> => {
    const present = (await jar.getAll()).map(({ name }) => name);
    const cookies = cookiesOf(cookieChanges(key, value, present, codec), base);
    if (cookies.length > 0) await jar.setAll(cookies);
  };

  return whereAllowed({
    load: async (key, codec) => {
      if (isBeside(key)) return null;
      return codec.decode(
        key,
        (await jar.getAll()).map(({ name, value }) => [name, value]),
      );
    },
    save: async (key, value, codec) => {
      if (!isBeside(key)) await write(key, value, codec);
    },
    erase: (key, codec) => write(key, null, codec),
    holds: (key) => {
      const cookies = jar.getAll();
      // In one cookie, or in pieces that are called KEY.0 and so on.
      return !Array.isArray(cookies) || cookies.some(({ name }) => name === key || name.startsWith(`${key}.`));
    },
    isShared: true,
  });
}

/** The cookies of the page, by `document.cookie`. */
export function pageCookies(): CookieJar {
  const getAll = (): CookieValue[] => readCookies(document.cookie);
  return {
    getAll,
    setAll: (cookies) => {
      for (const cookie of cookies) document.cookie = cookieText(cookie);
      const wanted = new Map(cookies.map(({ name, value, options }) => [name, options.maxAge > 0 ? value : null]));
      const kept = getAll();
      for (const [name, value] of wanted) {
        const found = kept.filter((each) => each.name === name);
        if (value !== null && found.length === 0) throw refused('did not keep', name);
        // The path or the domain of another is not known here, and without them it cannot be removed.
        if (found.some((each) => each.value !== value)) throw refused('keeps an older', name);
      }
    },
  };
}

const refused = (how: string, name: string): HostFailure =>
  new HostFailure('store_unavailable', `the browser ${how} cookie ${name}`);

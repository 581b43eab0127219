// Where the session may be kept.
import { HostFailure } from '../errors.js';
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

/** Keeps the session in `localStorage`, or in what looks like it: all tabs of the origin share it. */
export function webStorage(storage: () => Storage = () => localStorage): Store {
  return {
    load: (key) => storage().getItem(key),
    save: (key, value) => storage().setItem(key, value),
    erase: (key) => storage().removeItem(key),
    isShared: true,
  };
}

/** How a cookie is set. */
export interface CookieAttributes {
  path: string;
  maxAge: number;
  sameSite: 'lax' | 'strict' | 'none';
  secure: boolean;
  domain?: string;
  /** Hides it from scripts; only a server can set it so. */
  httpOnly?: boolean;
}

/** One cookie to set. */
export interface CookieToSet {
  name: string;
  value: string;
  options: CookieAttributes;
}

/** A jar of cookies: that of the page, or of a request with its response. */
export interface CookieJar {
  /** All cookies, values decoded. */
  getAll(): { name: string; value: string }[] | Promise<{ name: string; value: string }[]>;
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

/** 400 days: the most that browsers grant. */
const longestAge = 34_560_000;

/** Keeps the session in cookies, as `@supabase/ssr` writes and reads them: a server sees it too. */
export function cookieStore({ jar = pageCookies(), attributes }: CookieOptions = {}): Store {
  const isSecure = typeof location !== 'undefined' && location.protocol === 'https:';
  const base: CookieAttributes = { path: '/', maxAge: longestAge, sameSite: 'lax', secure: isSecure, ...attributes };

  const write = async (key: string, value: string | null, codec: CookieCodec): Promise<void> => {
    const present = (await jar.getAll()).map(({ name }) => name);
    const cookies = codec.encode(key, value, present).map(([name, text]) => ({
      name,
      value: text ?? '',
      options: text === null ? { ...base, maxAge: 0 } : base,
    }));
    if (cookies.length > 0) await jar.setAll(cookies);
  };

  return {
    load: async (key, codec) =>
      codec.decode(
        key,
        (await jar.getAll()).map(({ name, value }) => [name, value]),
      ),
    save: write,
    erase: (key, codec) => write(key, null, codec),
    isShared: true,
  };
}

/** The cookies of the page, by `document.cookie`. */
export function pageCookies(): CookieJar {
  return {
    getAll: () =>
      document.cookie.split('; ').flatMap((pair) => {
        const at = pair.indexOf('=');
        return at < 0 ? [] : [{ name: pair.slice(0, at), value: decoded(pair.slice(at + 1)) }];
      }),
    setAll: (cookies) => {
      for (const cookie of cookies) document.cookie = cookieText(cookie);
      const kept = document.cookie;
      const lost = cookies.some(({ name, options }) => options.maxAge > 0 && !`; ${kept}`.includes(`; ${name}=`));
      if (lost) throw new HostFailure('store_unavailable', 'the browser did not keep a cookie');
    },
  };
}

/** A cookie as `Set-Cookie` and `document.cookie` want it. */
export function cookieText({ name, value, options }: CookieToSet): string {
  const { path, maxAge, sameSite, secure, domain, httpOnly } = options;
  const ends = `${domain ? `; Domain=${domain}` : ''}${secure ? '; Secure' : ''}${httpOnly ? '; HttpOnly' : ''}`;
  return `${name}=${encodeURIComponent(value)}; Path=${path}; Max-Age=${maxAge}; SameSite=${sameSite}${ends}`;
}

// A foreign cookie may hold anything.
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

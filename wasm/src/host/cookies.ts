// Cookies as browsers send and take them, and a stored session in them.
import type { CookieCodec } from './host.js';

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

/** One cookie as it comes. */
export interface CookieValue {
  name: string;
  value: string;
}

/** 400 days: the most that browsers grant. */
export const longestAge = 34_560_000;

const asideOf = (key: string): string => `${key}.set-aside`;

/**
 * What the core keeps beside a session, in cookies is kept nowhere: what cannot be read, and how the last session ended.
 * They travel with every request, servers refuse too many, and the visitor may have written them.
 */
export const isBeside = (key: string): boolean => /\.(set-aside|ended)$/.test(key);

/** The cookies to set, or with null to remove, for this value. What earlier versions have set aside goes with it. */
export function cookieChanges(
  key: string,
  value: string | null,
  present: string[],
  codec: CookieCodec,
): [name: string, value: string | null][] {
  return [...codec.encode(key, value, present), ...codec.encode(asideOf(key), null, present)];
}

/**
 * How these are set. Where a domain is configured, those of before that, which only this host was sent, are removed:
 * servers would read them first.
 */
export function cookiesOf(changes: [name: string, value: string | null][], base: CookieAttributes): CookieToSet[] {
  const removed = { ...base, maxAge: 0 };
  return changes.flatMap(([name, text]) => {
    const cookie = { name, value: text ?? '', options: text === null ? removed : base };
    if (base.domain === undefined) return [cookie];
    return [{ name, value: '', options: { ...removed, domain: undefined } }, cookie];
  });
}

/** The cookies of a `Cookie` header or of `document.cookie`, values decoded. */
export function readCookies(text: string): CookieValue[] {
  return text.split('; ').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [{ name: pair.slice(0, at), value: decoded(pair.slice(at + 1)) }];
  });
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

// What an application tells once, for all places that Next.js runs it in.
import type { Config, CookieAttributes, CookieToSet, Language, WebHostOptions } from 'hufu';

import { longestAge } from '../host/cookies.js';
import { storageKeyOf as keyOf } from '../storage_key.js';

/**
 * How the session stands in cookies.
 *
 * - `shared`: pages read it too, in the names and the form of `@supabase/ssr`.
 * - `server-only`: in `__Host-` cookies that no script can read. There is no client in the browser then.
 */
export type CookieMode = 'shared' | 'server-only';

/** The configuration of an application; write it once and give it to every function of `hufu/next`. */
export interface NextOptions extends Config {
  /** How the session stands in cookies; `shared` by default. */
  cookieMode?: CookieMode;
  /**
   * What differs from `Path=/; SameSite=Lax; Max-Age=34560000` and `Secure`: on https, and in production where it is
   * not known how the browser came.
   */
  cookieAttributes?: Partial<CookieAttributes>;
  /** `https://host[:port]` of the application itself, where a proxy hides it from Next.js. */
  siteUrl?: string;
  /** A token of the web session, for `session: 'borrowed'`; see {@link clerkCredential}. */
  credential?: WebHostOptions['credential'];
  /** Another `fetch`. */
  fetch?: typeof fetch;
  /** In which language errors speak: the page's, `zhCN` of `hufu/zh-CN`; see `languageFor`. English by default. */
  language?: Language;
}

/** Told to caches beside every cookie that is set: what they would keep belongs to one person. */
export const noStoreHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-cache, no-store, must-revalidate, max-age=0',
  Expires: '0',
  Pragma: 'no-cache',
};

/** What a client is made with: its options without those of this file. */
export function configOf({ cookieMode, cookieAttributes, siteUrl, credential, fetch: _, ...config }: NextOptions): Config & {
  language?: Language;
} {
  return { platform: 'web', ...config, storageKey: storageKeyOf({ ...config, cookieMode }) };
}

/** The name of the session's cookie; for GoTrue that of `@supabase/ssr`. */
export function storageKeyOf({ cookieMode, ...config }: NextOptions): string {
  const name = keyOf(config);
  return cookieMode === 'server-only' ? `__Host-${name}` : name;
}

/** Whether a cookie of this name holds the session, or a part of it. */
export function isSessionCookie(name: string, key: string): boolean {
  return name === key || (name.startsWith(`${key}.`) && /^\d+$/.test(name.slice(key.length + 1)));
}

/** Browsers keep those of one host and those of its domain apart, under the same name. */
export const slotOf = ({ name, options: { domain = '' } }: CookieToSet): string => `${name} ${domain}`;

/** How the session's cookies are set on a site of this origin; where nobody says, one in production is on https. */
export function attributesOf(options: NextOptions, origin?: string): CookieAttributes {
  const isHidden = options.cookieMode === 'server-only';
  const site = options.siteUrl ?? origin;
  const secure = isHidden || (site === undefined ? process.env.NODE_ENV === 'production' : site.startsWith('https:'));
  const usual: CookieAttributes = { path: '/', maxAge: longestAge, sameSite: 'lax', secure, httpOnly: isHidden };
  const wished = { ...usual, ...options.cookieAttributes };
  // Browsers refuse a `__Host-` cookie that is set in any other way.
  return isHidden ? { ...wished, path: '/', secure: true, httpOnly: true, domain: undefined } : wished;
}

/** Where the browser sees the site: what the proxies say, or what Next.js was asked for. */
export function siteOf(request: Request, { siteUrl }: NextOptions): string {
  if (siteUrl !== undefined) return new URL(siteUrl).origin;
  const { protocol, host } = new URL(request.url);
  const forwarded = (name: string): string | undefined => request.headers.get(name)?.split(',')[0]?.trim();
  const scheme = forwarded('x-forwarded-proto') ?? protocol.slice(0, -1);
  const name = forwarded('x-forwarded-host') ?? request.headers.get('host') ?? host;
  return `${scheme}://${name}`;
}

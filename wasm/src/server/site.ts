// A site of an application: where the browser sees it, and how its session stands in cookies.
import { longestAge, type CookieAttributes } from '../host/cookies.js';

/**
 * How the session stands in cookies.
 *
 * - `shared`: pages read it too, in the names and the form of `@supabase/ssr`.
 * - `server-only`: in `__Host-` cookies that no script can read. There is no client in the browser then.
 */
export type CookieMode = 'shared' | 'server-only';

/** What an application tells of its site. */
export interface SiteOptions {
  /** How the session stands in cookies; `shared` by default. */
  cookieMode?: CookieMode;
  /**
   * What differs from `Path=/; SameSite=Lax; Max-Age=34560000` and `Secure`: on https, and in production where it is
   * not known how the browser came.
   */
  cookieAttributes?: Partial<CookieAttributes>;
  /** `https://host[:port]` of the application itself, where a proxy hides it from Next.js. */
  siteUrl?: string;
}

/** Told to caches beside every cookie that is set: what they would keep belongs to one person. */
export const noStoreHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-cache, no-store, must-revalidate, max-age=0',
  Expires: '0',
  Pragma: 'no-cache',
};

/** The name of the session's cookie, which is stored under this key. */
export const cookieNameOf = (key: string, mode?: CookieMode): string => (mode === 'server-only' ? `__Host-${key}` : key);

/** How the session's cookies are set on a site of this origin; where nobody says, one in production is on https. */
export function attributesOf(options: SiteOptions, origin?: string): CookieAttributes {
  const isHidden = options.cookieMode === 'server-only';
  const site = options.siteUrl ?? origin;
  const secure = isHidden || (site === undefined ? process.env.NODE_ENV === 'production' : site.startsWith('https:'));
  const usual: CookieAttributes = { path: '/', maxAge: longestAge, sameSite: 'lax', secure, httpOnly: isHidden };
  const wished = { ...usual, ...options.cookieAttributes };
  // Browsers refuse a `__Host-` cookie that is set in any other way.
  return isHidden ? { ...wished, path: '/', secure: true, httpOnly: true, domain: undefined } : wished;
}

/** Where the browser sees the site: what the proxies say, or what this server was asked for. */
export function siteOf(request: Request, { siteUrl }: SiteOptions): string {
  if (siteUrl !== undefined) return new URL(siteUrl).origin;
  const { protocol, host } = new URL(request.url);
  const forwarded = (name: string): string | undefined => request.headers.get(name)?.split(',')[0]?.trim();
  const scheme = forwarded('x-forwarded-proto') ?? protocol.slice(0, -1);
  const name = forwarded('x-forwarded-host') ?? request.headers.get('host') ?? host;
  return `${scheme}://${name}`;
}

// What an application tells once, for all places that Next.js runs it in.
import type { Config, CookieToSet, Language, WebHostOptions } from 'hufu';

import { cookieNameOf, type SiteOptions } from '../server/site.js';
import { storageKeyOf as keyOf } from '../storage_key.js';

export { attributesOf, noStoreHeaders, siteOf, type CookieMode } from '../server/site.js';

/** The configuration of an application; write it once and give it to every function of `hufu/next`. */
export interface NextOptions extends Config, SiteOptions {
  /** A token of the web session, for `session: 'borrowed'`; see {@link clerkCredential}. */
  credential?: WebHostOptions['credential'];
  /** Another `fetch`. */
  fetch?: typeof fetch;
  /** In which language errors speak: the page's, `zhCN` of `hufu/zh-CN`; see `languageFor`. English by default. */
  language?: Language;
}

/** What a client is made with: its options without those of this file. */
export function configOf({ cookieMode, cookieAttributes, siteUrl, credential, fetch: _, ...config }: NextOptions): Config & {
  language?: Language;
} {
  return { platform: 'web', ...config, storageKey: storageKeyOf({ ...config, cookieMode }) };
}

/** The name of the session's cookie; for GoTrue that of `@supabase/ssr`. */
export const storageKeyOf = ({ cookieMode, ...config }: NextOptions): string => cookieNameOf(keyOf(config), cookieMode);

/** Whether a cookie of this name holds the session, or a part of it. */
export function isSessionCookie(name: string, key: string): boolean {
  return name === key || (name.startsWith(`${key}.`) && /^\d+$/.test(name.slice(key.length + 1)));
}

/** Browsers keep those of one host and those of its domain apart, under the same name. */
export const slotOf = ({ name, options: { domain = '' } }: CookieToSet): string => `${name} ${domain}`;

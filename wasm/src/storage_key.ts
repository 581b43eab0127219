// Under which key a session is kept.
import type { Config } from './types.js';

/** The one that was asked for; for GoTrue else that of `@supabase/supabase-js`, so that two projects do not share one. */
export function storageKeyOf({ backend, baseUrl, storageKey }: Pick<Config, 'backend' | 'baseUrl' | 'storageKey'>): string {
  if (storageKey !== undefined) return storageKey;
  const project = /^https?:\/\/([^.:/]+)/.exec(baseUrl)?.[1] ?? '';
  return backend === 'gotrue' ? `sb-${project}-auth-token` : 'hufu.session';
}

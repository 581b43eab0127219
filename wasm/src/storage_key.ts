// Under which key a session is kept, as the core has it (core/src/hufu/storage_key.cpp).
import type { Config } from './types.js';

type Named = Pick<Config, 'backend' | 'baseUrl' | 'storageKey'>;

// tables: begin function
/** The one that was asked for; for GoTrue else that of `@supabase/supabase-js`, so that two projects do not share one. */
export function storageKeyOf({ backend, baseUrl, storageKey = 'hufu.session' }: Named): string {
  if (backend !== 'gotrue' || storageKey !== 'hufu.session') return storageKey;
  const [, project = ''] = /^https?:\/\/(\[[^.\]]*\]?|[^.:/?#]*)/i.exec(baseUrl) ?? [];
  return `sb-${project.toLowerCase()}-auth-token`;
}
// tables: end function

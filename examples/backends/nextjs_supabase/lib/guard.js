// Who somebody is, proved by the signature of their token: what a cookie says is the visitor's word.
import { createGuard, gotrue } from 'hufu/server';
import { headers } from 'next/headers';
import { supabase } from '../../config.js';

export const guard = createGuard({ issuers: [gotrue(supabase)], cookies: { headers } });

// Who somebody is, proved by the signature of their token: a cookie alone is the visitor's word.
import { createGuard, gotrue } from 'hufu/server';
import { headers } from 'next/headers';
import { hufu } from './hufu';

export const guard = createGuard({ issuers: [gotrue(hufu)], cookies: { headers } });

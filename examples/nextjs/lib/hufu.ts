// The configuration, the same on the server and in pages.
import type { NextOptions } from 'hufu/next';

/** Sessions of our own, in cookies: those who signed in with WeChat. */
export const hufu: NextOptions = { baseUrl: process.env.NEXT_PUBLIC_HUFU_URL! };

/** Sessions of Clerk: whoever uses this adds a `credential`. */
export const hufuWithClerk: NextOptions = { ...hufu, session: 'borrowed' };

// The configuration, the same on the server and in pages.
import type { NextOptions } from 'hufu/next';

/** Where these pages are. */
export const site = process.env.NEXT_PUBLIC_SITE_URL!;

/** Sessions of our own, in cookies: those who signed in with WeChat. `origins`: our routes get the token, too. */
export const hufu = { baseUrl: process.env.NEXT_PUBLIC_HUFU_URL!, origins: [site] } satisfies NextOptions;

/** Sessions of Clerk: whoever uses this adds a `credential`. */
export const hufuWithClerk: NextOptions = { ...hufu, session: 'borrowed' };

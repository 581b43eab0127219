import type { NextOptions } from 'hufu/next';

export const hufu: NextOptions = {
  baseUrl: process.env.NEXT_PUBLIC_HUFU_URL!,
  backend: 'gotrue',
  appKey: process.env.NEXT_PUBLIC_HUFU_KEY!,
};

/** The same server, as mini-programs know it. */
export const inside: NextOptions = { baseUrl: process.env.NEXT_PUBLIC_HUFU_URL! };

// The configuration, the same on the server and in pages: the server reads it, and the layout hands it to the page.
import type { NextOptions } from 'hufu/next';

export const hufu = {
  baseUrl: process.env.HUFU_URL!,
  backend: 'gotrue',
  appKey: process.env.HUFU_KEY!,
} satisfies NextOptions;

/** Where the mails can be read while the mock server sends them. */
export const mailbox = process.env.MAILBOX;

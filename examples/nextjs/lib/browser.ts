// The clients of pages.
import type { Presentation } from 'hufu';
import { clerkCredential, createBrowserClient } from 'hufu/next';
import { hufu, hufuWithClerk } from './hufu';

let show: (what: Presentation) => void = () => {};

/** Where the code of a sign-in with WeChat is shown. */
export function whenShown(listener: (what: Presentation) => void): void {
  show = listener;
}

/** Gives the token as Clerk's `getToken` does. */
async function getToken(): Promise<string | null> {
  const response = await fetch('/clerk/token', { cache: 'no-store' });
  return response.status === 200 ? response.text() : null;
}

export const clients = {
  hufu: createBrowserClient({ ...hufu, present: (what) => show(what) }),
  clerk: createBrowserClient({ ...hufuWithClerk, credential: clerkCredential({ getToken }) }),
};

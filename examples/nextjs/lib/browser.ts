// The clients of pages.
import { clerkCredential, createBrowserClient } from 'hufu/next';
import { hufu, hufuWithClerk } from './hufu';

/** Gives the token as Clerk's `getToken` does. */
async function getToken(): Promise<string | null> {
  const response = await fetch('/clerk/token', { cache: 'no-store' });
  return response.status === 200 ? response.text() : null;
}

export const clients = {
  hufu: createBrowserClient(hufu),
  clerk: createBrowserClient({ ...hufuWithClerk, credential: clerkCredential({ getToken }) }),
};

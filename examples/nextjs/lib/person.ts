// Who is looking at the page, on the server.
import 'server-only';
import { HufuError, type Profile, type Session } from 'hufu';
import { clerkCredential, createServerClient, type ServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { auth } from './clerk';
import { hufu, hufuWithClerk } from './hufu';

/** Whose session it is. */
export type Owner = 'clerk' | 'hufu';

/** The client of this request. */
export async function clientOfRequest(): Promise<{ client: ServerClient; owner: Owner }> {
  const { sessionId } = await auth();
  if (!sessionId) return { client: createServerClient(cookies, hufu), owner: 'hufu' };
  const credential = clerkCredential(auth);
  return { client: createServerClient(cookies, { ...hufuWithClerk, credential }), owner: 'clerk' };
}

/**
 * The profile, which the backend gives to whom a good token is of; null for somebody who is signed out. The session is the visitor's
 * own word, for the provider. Asked for once a page.
 */
export const person = cache(async (): Promise<{ owner: Owner; session: Session; profile: Profile | null }> => {
  const { client, owner } = await clientOfRequest();
  let profile: Profile | null = null;
  try {
    profile = await client.fetchProfile();
  } catch (error) {
    if (!(error instanceof HufuError) || error.action !== 'sign_in_again') throw error;
  }
  return { owner, session: (await client.session()).unverified, profile };
});

/** The half of the person that is not here yet; null if both are. */
export function missingHalf({ identities }: Profile): 'web' | 'wechat' | null {
  const has = (provider: string) => identities.some((identity) => identity.provider === provider);
  if (!has('wechat')) return 'wechat';
  return has('clerk') ? null : 'web';
}

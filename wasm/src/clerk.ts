// Clerk's session as a borrowed one.
import type { CredentialKind } from 'hufu';

/** What `useAuth()` of Clerk gives, and `await auth()` on its server, as far as it is needed. */
export interface ClerkSession {
  // That of pages takes `skipCache`, that of servers does not know it: types with no option in common.
  getToken(options?: never): Promise<string | null>;
  /** Needed only for `client.signOut()`. */
  signOut?: () => Promise<unknown>;
}

/**
 * Clerk's token as the credential of a client with `session: 'borrowed'`: asked for with each request, never
 * stored. Clerk itself renews it.
 *
 * @param clerk what `useAuth()` of Clerk gives, or a way to get it
 */
export function clerkCredential(
  clerk: ClerkSession | (() => ClerkSession | Promise<ClerkSession>),
): (kind: CredentialKind, fresh: boolean) => Promise<string> {
  return async (kind, fresh) => {
    const session = typeof clerk === 'function' ? await clerk() : clerk;
    if (kind === 'web_token') return (await session.getToken({ skipCache: fresh } as never)) ?? '';
    if (kind === 'sign_out' && session.signOut) await session.signOut();
    else throw new Error(`Clerk gives no ${kind} here`);
    return '';
  };
}

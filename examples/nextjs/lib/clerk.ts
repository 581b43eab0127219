// In the place of Clerk: its sessions come from the mock server's control surface. An application of yours deletes this
// file and takes `auth` of '@clerk/nextjs/server' and `useAuth` of '@clerk/nextjs'; both go into clerkCredential().
import 'server-only';
import { cookies } from 'next/headers';
import { hufu, site } from './hufu';

export const clerkCookie = 'clerk-session';

// Kept over reloads of the development server.
const kept = globalThis as { clerkUsers?: Map<string, string>; clerkNames?: Map<string, string> };
const users = (kept.clerkUsers ??= new Map());
const names = (kept.clerkNames ??= new Map());

async function control(path: string, body: object): Promise<Record<string, string> | null> {
  const response = await fetch(`${hufu.baseUrl}/_control/clerk/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
  });
  return response.ok ? response.json() : null;
}

/** Signs somebody in, or up; gives the id of the session. */
export async function startClerkSession(name: string, email: string): Promise<string> {
  const known = users.get(email);
  const again = known && (await control('sessions', { userId: known }));
  if (again) return named(again.sessionId, name);
  const [firstName, ...rest] = name.split(' ');
  const created = await control('users', { firstName, lastName: rest.join(' ') || undefined, email, emailVerified: true });
  if (!created) throw new Error('The mock server is not there, or was started without --control.');
  users.set(email, created.userId);
  return named(created.sessionId, name);
}

function named(sessionId: string, name: string): string {
  names.set(sessionId, name);
  return sessionId;
}

/** As `auth` of Clerk. */
export async function auth() {
  const sessionId = (await cookies()).get(clerkCookie)?.value;
  const getToken = async (): Promise<string | null> => {
    const given = sessionId ? await control('session-tokens', { sessionId, azp: site }) : null;
    return given?.token ?? null;
  };
  return { sessionId, getToken };
}

/** As `currentUser` of Clerk: the backend learns the name only some time after the first sign-in. */
export async function currentUser() {
  const { sessionId } = await auth();
  const fullName = sessionId && names.get(sessionId);
  return fullName ? { fullName } : null;
}

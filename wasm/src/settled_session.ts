// The session as it is when a page begins.
import type { Client, Session } from 'hufu';

/** Whether there is a borrowed session is only known when its owner has been asked for a token. */
export async function settledSession(client: Pick<Client, 'accessToken' | 'session'>): Promise<Session> {
  const session = await client.session();
  if (session.state !== 'signed_out') return session;
  await client.accessToken().catch(() => null);
  return client.session();
}

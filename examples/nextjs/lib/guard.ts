// Who somebody is, proved: what a cookie says is the visitor's word.
import { clerk, createGuard, Refused, unified, type Guard, type Person } from 'hufu/server';
import { lookup } from 'hufu/server/unified';
import { auth } from './clerk';
import { hufu, site } from './hufu';

export const serverKey = process.env.HUFU_SERVER_KEY!;

export const guard = createGuard({
  issuers: [clerk({ issuer: `${hufu.baseUrl}/clerk`, authorizedParties: site }), unified(hufu)],
  // Clerk's people have the backend's ids here, as WeChat's have. It is asked each time, so that a binding holds at once; where there are
  // many requests, leave `staleFor` out, and let `webhook` of hufu/server/unified tell of bindings.
  resolve: lookup({ baseUrl: hufu.baseUrl, serverKey }),
  staleFor: 0,
  cookies: {},
});

/**
 * Whoever comes by Clerk, or with a session of ours; null: nobody. Rejects with a `Refused` of 503 where nobody can tell. With the real
 * Clerk, whose token is in a cookie, it is `guard.verifiedUser(asking)` alone.
 */
export async function verifiedUser(asking: Parameters<Guard['verifiedUser']>[0]): Promise<Person | null> {
  const { getToken } = await auth();
  const token = await getToken().catch((cause: unknown) => {
    throw new Refused('backend_unavailable', 'Clerk', { cause });
  });
  return token ? guard.verify(token).catch(nullIfNobody) : guard.verifiedUser(asking);
}

function nullIfNobody(error: unknown): null {
  if (error instanceof Refused && error.status !== 503) return null;
  throw error;
}

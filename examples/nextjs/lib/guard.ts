// Who somebody is, proved: what a cookie says is the visitor's word.
import { clerk, createGuard, unified, type Guard, type Person } from 'hufu/server';
import { auth } from './clerk';
import { hufu } from './hufu';

const guard = createGuard({ issuers: [clerk({ issuer: `${hufu.baseUrl}/clerk` }), unified(hufu)] });

/**
 * Whoever comes by Clerk, or with a session of ours; null: nobody. With the real Clerk, whose token is in a cookie, it is
 * `guard.verifiedUser(asking)`, and the guard has `authorizedParties`.
 */
export async function verifiedUser(asking: Parameters<Guard['verifiedUser']>[0]): Promise<Person | null> {
  const token = await (await auth()).getToken();
  return token ? guard.verify(token) : guard.verifiedUser(asking);
}

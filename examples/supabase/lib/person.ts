// Who is here, on the server.
import { HufuError, type Account } from 'hufu';
import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { guard } from './guard';
import { hufu } from './hufu';

/** All that GoTrue says of the person; sends away whom nothing proves, and who has not taken the second step. */
export async function accountOrAway(): Promise<Account> {
  const person = await guard.verifiedUser(cookies);
  if (!person) redirect('/sign-in?next=/account');
  try {
    const account = await createServerClient(cookies, hufu).fetchAccount();
    const hasFactor = account.factors.some(({ status }) => status === 'verified');
    if (!hasFactor || person.claims.aal === 'aal2') return account;
  } catch (error) {
    if (error instanceof HufuError && error.action === 'sign_in_again') redirect('/sign-in?next=/account');
    throw error;
  }
  redirect('/second-factor');
}

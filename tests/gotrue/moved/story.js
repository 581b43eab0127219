// A person's way through the application, whatever it is made with. Gives what each step came to, with its name.
import { oneTimeCode } from '../support/world.js';

export async function story({ site, inbox }) {
  const ada = { email: 'ada@example.com', password: 'correct horse battery' };
  const newer = { email: 'lovelace@example.com', password: 'staple, and a battery' };
  const came = [];
  const step = async (name, outcome) => {
    const said = await outcome;
    came.push([name, said]);
    return said;
  };
  const link = async (to, kind, type) => ({ tokenHash: (await inbox.last(to, { kind })).tokenHash, type });

  await step('a password that is too short', site().signUp({ ...ada, password: 'short', name: 'Ada' }));
  await step('sign-up', site().signUp({ ...ada, name: 'Ada' }));
  await step('not before the mail', site().signIn(ada));
  const first = await link(ada.email, 'signup', 'email');
  await step('the link of the mail', site().confirm(first));
  await step('opened twice', site().confirm(first));
  await step('who is here', site().who());
  await step('sign-out', site().signOut());
  await step('a wrong password', site().signIn({ ...ada, password: 'wrong horse battery' }));
  await step('by password', site().signIn(ada));
  await step('sign-out', site().signOut());

  await step('a code by mail', site().sendCode(ada.email));
  const { code } = await inbox.last(ada.email, { kind: 'magiclink' });
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await step('a wrong code', site().signInByCode({ email: ada.email, code: wrong }));
  await step('the right one', site().signInByCode({ email: ada.email, code }));
  await step('sign-out', site().signOut());

  await step('forgotten by nobody', site().forgot('nobody@example.com'));
  await step('forgotten', site().forgot(ada.email));
  await step('the link of that mail', site().confirm(await link(ada.email, 'recovery', 'recovery')));
  await step('the same password', site().setPassword(ada.password));
  await step('a new password', site().setPassword(newer.password));
  await step('sign-out', site().signOut());
  await step('forgotten again', site().forgot(ada.email, 'http://localhost:3000/auth/callback'));
  await step('back with a code', site().comeBack(await followed(await inbox.last(ada.email, { kind: 'recovery' }))));
  await step('sign-out', site().signOut());
  await step('with the old one', site().signIn(ada));
  await step('with the new one', site().signIn({ ...ada, password: newer.password }));

  await step('another address', site().changeEmail(newer.email));
  await step('the link to the old one', site().confirm(await link(ada.email, 'email_change_current', 'email_change')));
  await step('not yet', site().who());
  await step('the link to the new one', site().confirm(await link(newer.email, 'email_change_new', 'email_change')));
  await step('now', site().who());

  const { id: factorId, secret } = await site().enroll();
  await step('one factor', site().assurance());
  await step('a wrong code of it', site().secondFactor({ factorId, code: '000000' }));
  await step('its first code', site().secondFactor({ factorId, code: oneTimeCode(secret) }));
  await step('two factors', site().assurance());
  await step('sign-out', site().signOut());
  await step('with the new address', site().signIn(newer));
  await step('one of two factors', site().assurance());
  await step('its next code', site().secondFactor({ factorId, code: oneTimeCode(secret, 30) }));
  await step('both', site().assurance());
  await step('sign-out', site().signOut());
  await step('nobody', site().who());
  return came;
}

/** The code that the browser is sent back with, by the link of a mail. */
async function followed({ link }) {
  const { headers } = await fetch(link, { redirect: 'manual' });
  return new URL(headers.get('location')).searchParams.get('code');
}

// An application that moves from @supabase/ssr to hufu/next: the same person, the same steps, before, after, and on the way, when
// each request may be answered by either on the same cookies.
import assert from 'node:assert/strict';
import { after as atEnd, beforeEach, test } from 'node:test';

import { Inbox } from '../../../mock-server/npm/inbox.js';
import { startServerIn } from '../../support/server.js';
import { after } from '../moved/after.js';
import { before } from '../moved/before.js';
import { story } from '../moved/story.js';
import { CookieJar } from '../support/browser.js';
import { anonKey } from '../support/supabase.js';

const flags = ['--email-confirmation', 'on', '--send-interval', '0'];
const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after: atEnd }, ...flags);

beforeEach(() => server.reset());

/** What comes of the story; `take` gives the site that answers the next request. */
async function walk(take) {
  const jar = new CookieJar();
  const site = take([before(server.url, jar), after(server.url, jar)]);
  const came = await story({ site, inbox: new Inbox(server.url) });
  // @supabase/ssr leaves verifiers that nobody asks for.
  assert.deepEqual([...jar.values.keys()].filter((name) => !name.includes('code-verifier')), []);
  return came;
}

/** One after the other: the second is begun by whom the first was not. */
const inTurn = (offset) => (sites) => {
  let asked = offset;
  return () => sites[asked++ % 2];
};

const ada = 'ada@example.com';
const newer = 'lovelace@example.com';
const refused = (why) => ({ refused: why });
const wanted = [
  ['a password that is too short', refused('Password should be at least 6 characters.')],
  ['sign-up', 'to be confirmed'],
  ['not before the mail', refused('Email not confirmed')],
  ['the link of the mail', 'in'],
  ['opened twice', refused('Email link is invalid or has expired')],
  ['who is here', [ada, 'Ada', 1]],
  ['sign-out', 'out'],
  ['a wrong password', refused('Invalid login credentials')],
  ['by password', 'in'],
  ['sign-out', 'out'],
  ['a code by mail', 'sent'],
  ['a wrong code', refused('Token has expired or is invalid')],
  ['the right one', 'in'],
  ['sign-out', 'out'],
  ['forgotten by nobody', 'sent'],
  ['forgotten', 'sent'],
  ['the link of that mail', 'in'],
  ['the same password', refused('New password should be different from the old password.')],
  ['a new password', ada],
  ['sign-out', 'out'],
  ['forgotten again', 'sent'],
  ['back with a code', 'in'],
  ['sign-out', 'out'],
  ['with the old one', refused('Invalid login credentials')],
  ['with the new one', 'in'],
  ['another address', [ada, newer]],
  ['the link to the old one', 'to be confirmed'],
  ['not yet', [ada, 'Ada', 1]],
  ['the link to the new one', 'in'],
  ['now', [newer, 'Ada', 1]],
  ['one factor', ['aal1', 'aal1']],
  ['a wrong code of it', refused('Invalid TOTP code entered')],
  ['its first code', 'verified'],
  ['two factors', ['aal2', 'aal2']],
  ['sign-out', 'out'],
  ['with the new address', 'in'],
  ['one of two factors', ['aal1', 'aal2']],
  ['its next code', 'verified'],
  ['both', ['aal2', 'aal2']],
  ['sign-out', 'out'],
  ['nobody', 'nobody'],
];

test('before', async () => assert.deepEqual(await walk(([before]) => () => before), wanted));
test('after', async () => assert.deepEqual(await walk(([, after]) => () => after), wanted));
test('on the way, beginning with before', async () => assert.deepEqual(await walk(inTurn(0)), wanted));
test('on the way, beginning with after', async () => assert.deepEqual(await walk(inTurn(1)), wanted));

// Persons do not mix: nothing of one goes out with the token of the next, or is written over them.
import { BASE, USER, grant, json } from '../recorder.js';

const MINUTE = 60_000;
const OTHER = { id: 'user-2', nickname: '小兔', avatarUrl: '' };
const other = { success: true, ...grant(7), isNewUser: false, user: OTHER };
const refused = json(401, { error: 'invalid_token' });

/** Ends an operation of one person after another has signed in, and sees that it was sent once. */
function another(t, operation, id, effect, answer) {
  const sent = t.requests.length;
  t.answer(effect.id, answer);
  if (t.error(t.done.get(id), 'cancelled').detail !== 'somebody else has signed in') throw new Error('unsaid');
  if (t.requests.length !== sent) throw new Error(`${operation} was sent again`);
}

/** A request of one person that waits for its answer. */
function begun(t, operation, args, kind) {
  t.signIn();
  t.hold.add(kind);
  const id = t.begin(operation, args);
  t.hold.delete(kind);
  return [id, [...t.waiting.values()].at(-1)];
}

const signInAsOther = (t) => t.value(t.call('sign_in_with_wechat', { code: 'another' }, json(200, other)));

/** What another tab or process has written. */
function otherInStore(t, age = 0) {
  const [key, text] = [...t.store.entries()].at(-1);
  const record = { ...JSON.parse(text), access_token: 'access-7', refresh_token: 'refresh-7', received_ms: t.now.wall - age };
  record.user = { id: OTHER.id, nickname: OTHER.nickname, avatar_url: '' };
  t.store.set(key, JSON.stringify(record));
}

/** A token whose subject can be read. */
const lent = (sub) => `e30.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.c2ln`;

export const stories = [
  {
    name: 'another-person-after-sign-out',
    about: 'A request of one person is refused after another has signed in: it ends, and is not sent again.',
    rules: ['O10'],
    play(t) {
      const [id, effect] = begun(t, 'fetch', { url: `${BASE}/orders`, method: 'POST' }, 'forward');
      t.value(t.call('sign_out', {}, { status: 204, headers: [], body: '' }));
      signInAsOther(t);
      another(t, 'fetch', id, effect, { status: 401, headers: [] });
      t.state('signed_in');
    },
  },
  {
    name: 'another-person-over-a-session',
    about: 'A change of the profile is refused after another has signed in over its session: not their profile.',
    rules: ['O10'],
    play(t) {
      const [id, effect] = begun(t, 'update_profile', { nickname: 'name-of-one' }, 'http');
      signInAsOther(t);
      another(t, 'update_profile', id, effect, refused);
    },
  },
  {
    name: 'another-person-in-the-store',
    about: 'Another tab has signed in as another person: what waits here is not sent with their token.',
    rules: ['O10'],
    play(t) {
      const [id, effect] = begun(t, 'fetch', { url: `${BASE}/orders`, method: 'POST' }, 'forward');
      otherInStore(t);
      another(t, 'fetch', id, effect, { status: 401, headers: [] });
      t.value(t.call('fetch', { url: `${BASE}/orders` }, { status: 200, headers: [] }));
    },
  },
  {
    name: 'another-person-is-lent',
    about: 'The host lends the token of another person: what was begun before is not sent with it.',
    rules: ['O10'],
    config: { session: 'borrowed', platform: 'web' },
    play(t) {
      t.credentials.push({ credential: lent('clerk-1') }, { credential: lent('clerk-2') }, { credential: lent('clerk-2') });
      t.http.push({ status: 401, headers: [] });
      t.error(t.call('fetch', { url: `${BASE}/x`, method: 'POST' }), 'cancelled');
      t.value(t.call('fetch', { url: `${BASE}/x` }, { status: 200, headers: [] }));
    },
  },
  {
    name: 'another-person-by-silent-code',
    about: 'wx.login yields another person: their session is kept, what waited for the one before ends.',
    rules: ['O10'],
    config: { silent_sign_in: true },
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.credentials.push({ credential: 'code-of-another' });
      t.error(t.call('access_token', {}, json(400, { error: 'invalid_grant' }), json(200, other)), 'cancelled');
      if (t.value(t.call('access_token')).token !== 'access-7') throw new Error('another token');
    },
  },
  {
    name: 'needs-user-over-another',
    about: 'Giving up a silent renewal leaves alone who has signed in meanwhile.',
    rules: ['O11'],
    config: { silent_sign_in: true },
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.hold.add('credential');
      t.http.push(json(400, { error: 'invalid_grant' }));
      const id = t.begin('access_token');
      otherInStore(t);
      t.credentials.push({ error: 'declined' });
      t.release('credential');
      t.error(t.done.get(id), 'cancelled');
      t.state('signed_in');
    },
  },
  {
    name: 'needs-user-over-nobody',
    about: 'Giving up a silent renewal does not bring back whoever has signed out meanwhile.',
    rules: ['O11'],
    config: { silent_sign_in: true },
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.hold.add('credential');
      t.http.push(json(400, { error: 'invalid_grant' }));
      const id = t.begin('access_token');
      t.store.clear();
      t.credentials.push({ error: 'declined' });
      t.release('credential');
      t.error(t.done.get(id), 'signed_out');
      t.state('signed_out');
      if (t.store.size > 0) throw new Error('stored again');
    },
  },
  {
    name: 'same-person-again',
    about: 'The same person signs in again: what was under way goes on with the new token.',
    rules: ['O10'],
    play(t) {
      const [id, effect] = begun(t, 'fetch', { url: `${BASE}/orders`, method: 'POST' }, 'forward');
      t.value(t.call('sign_in_with_wechat', { code: 'again' }, json(200, { ...other, user: USER })));
      t.http.push({ status: 200, headers: [] });
      t.answer(effect.id, { status: 401, headers: [] });
      t.value(t.done.get(id));
    },
  },
];

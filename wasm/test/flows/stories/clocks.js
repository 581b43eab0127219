// How long a stored token lives, where one of the clocks that tell it is wrong (O6).
import assert from 'node:assert/strict';

import { BASE, grant, json } from '../recorder.js';
import { dialects, jwt } from './dialect_facts.js';

const MINUTE = 60_000;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const NOW_S = 1_800_000_000;
const KEY = 'sb-api-auth-token';
const { config } = dialects.gotrue;

/** A session as a browser leaves it in cookies, by its own clock; the token was issued now and lives an hour. */
function leftBy(clockS) {
  const expires = { expires_in: HOUR_S, expires_at: NOW_S + clockS + HOUR_S };
  return JSON.stringify({ access_token: jwt(HOUR_S), refresh_token: 'r', token_type: 'bearer', ...expires, user: { id: 'u' } });
}

const renewed = json(200, dialects.gotrue.renewed('renewed', 's', { expires_in: HOUR_S }));
const token = (done) => done.value.token;

export const stories = [
  {
    name: 'life-written-by-a-fast-clock',
    about: 'A browser whose clock is an hour fast has stored the session: the token’s own end decides.',
    config,
    play(t) {
      t.store.set(KEY, leftBy(HOUR_S));
      t.pass(30 * MINUTE);
      assert.equal(t.value(t.call('access_token')).expires_in_ms, 30 * MINUTE);
      t.reopen();
      t.pass(40 * MINUTE);
      assert.equal(token(t.call('access_token', {}, renewed)), 'renewed');
    },
  },
  {
    name: 'life-written-by-a-slow-clock',
    about: 'A browser whose clock is an hour slow has stored the session: it is not renewed before its time.',
    config,
    play(t) {
      t.store.set(KEY, leftBy(-HOUR_S));
      t.pass(30 * MINUTE);
      assert.equal(t.value(t.call('access_token')).expires_in_ms, 30 * MINUTE);
      t.authorize(`${BASE}/x`);
      t.pass(29 * MINUTE + 1);
      assert.equal(token(t.call('access_token', {}, renewed)), 'renewed');
    },
  },
  {
    name: 'life-by-learnt-time',
    about: 'Our clock is ten minutes slow, as the first answer shows: what was read is judged anew.',
    config,
    play(t) {
      t.store.set(KEY, leftBy(0));
      t.pass(20 * MINUTE);
      assert.equal(t.value(t.call('session')).expires_in_ms, 40 * MINUTE);
      const date = ['Date', new Date(t.now.wall + 10 * MINUTE).toUTCString()];
      t.value(t.call('fetch_profile', {}, json(200, { id: 'u' }, [date])));
      assert.equal(t.value(t.call('session')).expires_in_ms, 30 * MINUTE);
      t.pass(29 * MINUTE + 1);
      assert.equal(token(t.call('access_token', {}, renewed)), 'renewed');
    },
  },
  {
    name: 'life-shorter-than-the-token',
    about: 'A server that wants a renewal before the token’s end gets it, also after a restart.',
    config,
    play(t) {
      const [operation, who] = dialects.gotrue.signIn;
      t.value(t.call(operation, who, json(200, { access_token: jwt(HOUR_S), refresh_token: 'r', expires_in: 600 })));
      t.reopen();
      assert.equal(t.value(t.call('access_token')).expires_in_ms, 10 * MINUTE);
      t.pass(10 * MINUTE);
      t.reopen();
      assert.equal(token(t.call('access_token', {}, renewed)), 'renewed');
    },
  },
  {
    name: 'life-on-a-slow-machine',
    about: 'A machine whose clock is a day slow counts by its own clock what it has stored itself.',
    play(t) {
      const own = jwt(DAY_S + 900, { iat: NOW_S + DAY_S });
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(200, grant(1, { token: own }))));
      t.pass(5 * MINUTE);
      t.reopen();
      assert.equal(t.value(t.call('access_token')).expires_in_ms, 10 * MINUTE);
    },
  },
  {
    name: 'life-on-a-fast-machine',
    about: 'On a machine whose clock is a day fast a token looks expired, and is renewed; what nothing can renew is used.',
    play(t) {
      const yesterday = jwt(900 - DAY_S, { iat: NOW_S - DAY_S });
      const first = json(200, grant(1, { token: yesterday }));
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, first));
      assert.equal(token(t.call('access_token')), yesterday);
      t.reopen();
      assert.equal(token(t.call('access_token', {}, json(200, grant(2)))), 'access-2');
      const alone = json(200, grant(3, { token: yesterday, refreshToken: undefined }));
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, alone));
      t.reopen();
      assert.equal(token(t.call('access_token')), yesterday);
    },
  },
];

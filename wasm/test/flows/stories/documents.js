// Servers written as the five documents write them: what they answer, and what they do not have.
import assert from 'node:assert/strict';

import { BASE, json } from '../recorder.js';
import { jwt } from './dialect_facts.js';

const DAY = 24 * 3_600_000;
const user = { id: 'uid-1', nickname: '微信用户', avatarUrl: '' };
const hello = (token) => json(200, { success: true, token, user });
const notFound = json(404, { error: 'not found' });

export const stories = [
  {
    name: 'article-000',
    about: 'Document 000’s server: a token of 30 days and no refresh token, renewed by a silent code.',
    config: { silent_sign_in: true },
    play(t) {
      const done = t.call('sign_in_with_wechat', { code: 'c' }, hello(jwt(30 * 86_400)));
      assert.equal(t.value(done).expires_in_ms, 30 * DAY);
      t.pass(30 * DAY);
      t.credentials.push({ credential: 'again' });
      assert.equal(t.value(t.call('access_token', {}, hello(jwt(60 * 86_400)))).token, jwt(60 * 86_400));
      // A 401 asks for a new code as well, and not for a refresh that the document does not have.
      t.credentials.push({ credential: 'once more' });
      const refused = json(401, { error: 'Authentication failed' });
      t.value(t.call('fetch_profile', {}, refused, hello(jwt(90 * 86_400)), json(200, { ...user, nickname: 'Tiger' })));
      assert.ok(t.requests.every((request) => !request.url.includes('/auth/refresh')));
      t.state('signed_in');
    },
  },
  {
    name: 'article-000-without-silence',
    about: 'The same without silent sign-in: after its 30 days the session is kept and needs its person.',
    play(t) {
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, hello(jwt(30 * 86_400))));
      t.pass(29 * DAY);
      t.value(t.call('access_token'));
      t.pass(DAY);
      t.error(t.call('access_token'), 'session_expired');
      t.state('needs_user');
    },
  },
  {
    name: 'article-000-refusals',
    about: 'Its refusals are texts for people: told as such, and a new code is asked for once.',
    play(t) {
      const bad = json(400, { error: 'Invalid wechat code' });
      assert.equal(t.error(t.call('sign_in_with_wechat', { code: 'c' }, bad), 'refused').server_message, 'Invalid wechat code');
      t.credentials.push({ credential: 'first' }, { credential: 'second' });
      t.error(t.call('sign_in_with_wechat', {}, bad, bad), 'refused');
      t.credentials.push({ credential: 'third' }, { credential: 'fourth' });
      t.value(t.call('sign_in_with_wechat', {}, bad, hello(jwt(86_400))));
      assert.equal(JSON.parse(t.requests.at(-1).body).code, 'fourth');
      const failed = t.error(t.call('sign_in_with_wechat', { code: 'c' }, json(500, { error: 'Login failed' })), 'server_unavailable');
      assert.equal(failed.server_message, 'Login failed');
    },
  },
  {
    name: 'article-000-binding',
    about: 'It binds in one step: told as confirmed.',
    play(t) {
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, hello(jwt(30 * 86_400))));
      const bound = json(200, { success: true, message: 'Account bound successfully' });
      const binding = t.value(t.call('redeem_bind_code', { bind_code: 'ABCDE-FGHJK', platform: 'web' }, bound));
      assert.equal(binding.state, 'confirmed');
      assert.equal(binding.role, 'redeemer');
      const failed = json(500, { error: 'Binding failed' });
      assert.equal(t.error(t.call('redeem_bind_code', { bind_code: 'x', platform: 'web' }, failed), 'server_unavailable').server_message, 'Binding failed');
      t.error(t.call('redeem_bind_code', { bind_code: 'x', platform: 'web' }, json(200, { success: false })), 'malformed_reply');
      t.error(t.call('create_bind_code', { target: 'web' }, notFound), 'unsupported');
    },
  },
  {
    name: 'article-000-no-refresh-call',
    about: 'Tokens to renew but no call to renew them: a silent code does it.',
    config: { silent_sign_in: true },
    play(t) {
      const extended = json(200, { success: true, token: 'a1', refreshToken: 'r1', expiresIn: 900, user });
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, extended));
      t.pass(DAY);
      t.credentials.push({ credential: 'again' });
      t.value(t.call('access_token', {}, notFound, hello(jwt(30 * 86_400))));
      t.state('signed_in');
    },
  },
  {
    name: 'article-002-silent-without-data',
    about: 'A host that gives a bare code cannot renew here: what is missing is named, and the person asked.',
    config: { backend: 'wx_login', silent_sign_in: true },
    play(t) {
      const token = { status: 200, headers: [['content-type', 'text/html']], body: jwt(7 * 86_400) };
      assert.equal(t.error(t.call('sign_in_with_wechat', { code: 'c' }), 'invalid_argument').detail, 'encrypted_data, iv');
      t.value(t.call('sign_in_with_wechat', { code: 'c', encrypted_data: 'ZA==', iv: 'aQ==' }, token));
      t.pass(8 * DAY);
      t.credentials.push({ credential: 'bare' });
      const over = t.error(t.call('access_token'), 'session_expired');
      assert.equal(over.detail, 'encrypted_data, iv');
      t.state('needs_user');
      assert.equal(t.requests.length, 1);
    },
  },
  {
    name: 'article-002-without-extras',
    about: 'Document 002 has the sign-in only: the rest is unsupported, and leaving works here.',
    config: { backend: 'wx_login' },
    play(t) {
      const token = { status: 200, headers: [['content-type', 'text/html']], body: jwt(7 * 86_400) };
      t.value(t.call('sign_in_with_wechat', { code: 'c', encrypted_data: 'ZA==', iv: 'aQ==' }, token));
      const missing = json(404, { statusCode: 404, error: 'Not Found', message: 'Not Found' });
      assert.equal(t.error(t.call('fetch_profile', {}, missing), 'unsupported').detail, `fetch_profile: GET ${BASE}/users/profile`);
      t.error(t.call('update_profile', { nickname: 'x' }, missing), 'unsupported');
      const boom = json(500, { statusCode: 500, error: 'Internal Server Error', message: 'An internal server error occurred' });
      t.error(t.call('sign_in_with_wechat', { code: 'd', encrypted_data: 'ZA==', iv: 'aQ==' }, boom), 'server_unavailable');
      t.value(t.call('sign_out', {}, missing));
      t.state('signed_out');
    },
  },
  {
    name: 'article-003-without-extras',
    about: 'Document 003 has the sign-in only: the profile is what it said of the person.',
    config: { backend: 'mini_login' },
    play(t) {
      const person = { id: 1, username: 'wx_1', nickname: '微信用户', avatar: null };
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(200, { token: jwt(7 * 86_400), user: person, isNewUser: true })));
      const missing = json(404, { statusCode: 404, message: 'Cannot GET /api/v1/auth/me', error: 'Not Found' });
      const profile = t.value(t.call('fetch_profile', {}, missing));
      assert.equal(profile.nickname, '微信用户');
      assert.deepEqual(profile.identities, []);
      t.error(t.call('update_profile', { nickname: 'x' }, missing), 'unsupported');
      t.value(t.call('sign_out', {}, missing));
      t.state('signed_out');
    },
  },
  {
    name: 'paths-of-another-server',
    about: 'A server that has more than document 002 or 003 has it where the configuration says.',
    config: { backend: 'mini_login', profile_path: '/api/me?full=1', sign_out_path: '/api/leave' },
    play(t) {
      const token = jwt(7 * 86_400);
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(200, { token, user: { id: 1 } })));
      t.value(t.call('fetch_profile', {}, json(200, { id: 1, nickname: '虎' })));
      assert.equal(t.requests.at(-1).url, `${BASE}/api/me?full=1`);
      t.value(t.call('update_profile', { nickname: 'x' }, json(200, { id: 1, nickname: 'x' })));
      assert.equal(t.requests.at(-1).url, `${BASE}/api/me?full=1`);
      const missing = t.error(t.call('update_profile', { nickname: 'x' }, json(404, { message: 'Not Found' })), 'unsupported');
      assert.equal(missing.detail, `update_profile: PUT ${BASE}/api/me`);
      t.value(t.call('sign_out', {}, { status: 204, headers: [], body: '' }));
      assert.equal(t.requests.at(-1).url, `${BASE}/api/leave`);
    },
  },
  {
    name: 'article-003-refusals',
    about: 'Its own error, told in its words; a used code is no reason to wait.',
    config: { backend: 'mini_login', silent_sign_in: true },
    play(t) {
      const message = '微信API错误: invalid code, rid: 1';
      const refused = json(400, { code: 400, message });
      const error = t.error(t.call('sign_in_with_wechat', { code: 'used' }, refused), 'refused');
      assert.equal(error.action, 'tell_user');
      assert.equal(error.server_message, message);
      assert.equal(error.detail, '');
      const person = { id: 1, username: 'wx_1', nickname: null, avatar: null };
      t.credentials.push({ credential: 'first' }, { credential: 'second' });
      t.value(t.call('sign_in_with_wechat', {}, refused, json(200, { token: jwt(86_400), user: person })));
      t.pass(2 * DAY);
      // Words are no end: with a busy WeChat the document says the same.
      t.credentials.push({ credential: 'third' }, { credential: 'fourth' });
      assert.equal(t.error(t.call('access_token', {}, refused, refused), 'refused').server_message, message);
      t.state('signed_in');
      t.pass(10 * 60_000);
      t.credentials.push({ credential: 'fifth' });
      t.value(t.call('access_token', {}, json(200, { token: jwt(5 * 86_400), user: person })));
    },
  },
];

// The four systems beside the unified one: how each signs in, renews, reads and changes the profile,
// and signs out.
import assert from 'node:assert/strict';

import { BASE, json } from '../recorder.js';
import { jwt as jwtOf } from './dialect_facts.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A token in the form of a JWT that lives `days` days. */
const jwt = (days, more) => jwtOf(days * 86_400, more);

// ---- GoTrue ---------------------------------------------------------------------------------------

const PERSON = {
  id: 'person-1',
  aud: 'authenticated',
  email: 'tiger@example.com',
  user_metadata: { name: '小虎', avatar_url: 'https://img.example.com/1.png' },
  app_metadata: { provider: 'wechat_qr' },
  identities: [{ provider: 'wechat_qr', identity_data: { app_id: 'wx1' } }],
};

function session(number) {
  return {
    access_token: `access-${number}`,
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: 1_800_003_600,
    refresh_token: `refresh-${number}`,
    user: PERSON,
  };
}

const gotrue = { backend: 'gotrue', platform: 'web', app_key: 'anon-key' };

function header(request, name) {
  return request.headers.find(([each]) => each.toLowerCase() === name)?.[1];
}

// ---- Authing --------------------------------------------------------------------------------------

const authing = { backend: 'authing', app_key: 'app-1', connection: 'wechat-mini' };

function tokens(number) {
  return { access_token: `access-${number}`, expires_in: 1200, refresh_token: `refresh-${number}` };
}

export const stories = [
  {
    name: 'authing-refresh-without-rotation',
    about: 'Authing renews without a new refresh token where rotation is off: the old one stays.',
    config: authing,
    play(t) {
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(200, { statusCode: 200, data: tokens(1) })));
      for (let i = 0; i < 2; i += 1) {
        t.pass(20 * MINUTE);
        t.value(t.call('access_token', {}, json(200, { access_token: 'access-2', expires_in: 1200 })));
      }
    },
  },
  {
    name: 'gotrue-oauth',
    about: 'Away to the provider with a challenge, back with a code; the verifier outlives the page.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_with_oauth', { provider: 'wechat_qr', redirect_to: `${BASE}/cb?a=b` }));
      t.state('signed_out');
      t.reopen();
      t.value(t.call('exchange_code_for_session', { code: 'code-1' }, json(200, session(1))));
      const [exchange] = t.requests;
      assert.equal(header(exchange, 'apikey'), 'anon-key');
      assert.equal(header(exchange, 'x-supabase-api-version'), '2024-01-01');
      assert.equal(header(exchange, 'x-platform'), undefined);
      assert.equal(JSON.parse(exchange.body).code_verifier.length, 43);
      t.state('signed_in');
      t.value(t.call('exchange_code_for_session', { code: 'code-1' }));
      t.error(t.call('exchange_code_for_session', { code: 'code-2' }), 'begun_elsewhere');
      t.state('signed_in');
    },
  },
  {
    name: 'gotrue-oauth-two-tabs',
    about: 'Two sign-ins begun before either comes back: the verifier of each is found.',
    config: gotrue,
    play(t) {
      const draw = (byte) => ({ bytes: Buffer.alloc(32, byte).toString('base64url') });
      t.failing.random = draw(1);
      t.value(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }));
      t.failing.random = draw(2);
      t.value(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }));
      delete t.failing.random;
      t.reopen();
      const wrong = json(400, { code: 'bad_code_verifier', message: 'code challenge does not match' });
      t.value(t.call('exchange_code_for_session', { code: 'code-of-the-first' }, wrong, json(200, session(1))));
      t.value(t.call('exchange_code_for_session', { code: 'code-of-the-second' }, json(200, session(2))));
      assert.deepEqual([...t.store.keys()], ['sb-api-auth-token']);
    },
  },
  {
    name: 'gotrue-code-twice',
    about: 'One code brought twice at once is one exchange.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }));
      t.hold.add('http');
      const one = t.begin('exchange_code_for_session', { code: 'code-1' });
      const two = t.begin('exchange_code_for_session', { code: 'code-1' });
      t.http.push(json(200, session(1)));
      t.release('http');
      t.value(t.done.get(one));
      t.value(t.done.get(two));
    },
  },
  {
    name: 'gotrue-oauth-no-randomness',
    about: 'Without proper randomness there is no sign-in, and no weaker one.',
    config: gotrue,
    play(t) {
      t.failing.random = { error: 'unsupported', detail: 'no generator' };
      t.error(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }), 'unsupported');
      t.failing.random = { bytes: 'AAAA' };
      t.error(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }), 'host_fault');
      assert.equal(t.store.size, 0);
    },
  },
  {
    name: 'gotrue-exchange-refused',
    about: 'A flow that has ended is begun again; a lost answer leaves the verifier for another try.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }));
      t.error(t.call('exchange_code_for_session', { code: 'c' }, { error: 'timeout' }), 'timeout');
      const expired = json(422, { code: 'flow_state_expired', message: 'late' });
      t.error(t.call('exchange_code_for_session', { code: 'c' }, expired), 'credential_invalid');
      t.error(t.call('exchange_code_for_session', { code: 'c' }), 'begun_elsewhere');
    },
  },
  {
    name: 'gotrue-password',
    about: 'A wrong password, and a right one.',
    config: gotrue,
    play(t) {
      const who = { email: 'tiger@example.com', password: 'correct horse' };
      const wrong = json(400, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid' });
      t.error(t.call('sign_in_with_password', who, wrong), 'wrong_password');
      t.value(t.call('sign_in_with_password', who, json(200, session(1))));
      t.state('signed_in');
      t.value(t.call('user'));
    },
  },
  {
    name: 'gotrue-anonymous',
    about: 'A session for somebody without a name, and its profile.',
    config: gotrue,
    play(t) {
      const nobody = { ...PERSON, email: '', user_metadata: {}, identities: [], is_anonymous: true };
      t.value(t.call('sign_in_anonymously', {}, json(200, { ...session(1), user: nobody })));
      t.value(t.call('fetch_profile', {}, json(200, nobody)));
    },
  },
  {
    name: 'gotrue-application-requests',
    about: 'Every service behind the gateway asks for the key, other origins do not; none asks for the platform.',
    config: { ...gotrue, origins: ['https://api.example.net'] },
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      t.authorize(`${BASE}/rest/v1/orders`);
      t.authorize('https://api.example.net/orders');
      const headers = [['accept', 'application/json'], ['ApiKey', 'of the caller'], ['x-platform', 'web']];
      t.value(t.call('fetch', { url: `${BASE}/rest/v1/orders`, headers }, json(200, [])));
      t.value(t.call('fetch', { url: 'https://api.example.net/orders', headers }, json(200, [])));
      const [, ours, elsewhere] = t.requests.map((request) => Object.fromEntries(request.headers));
      assert.deepEqual(ours, { apikey: 'anon-key', Authorization: 'Bearer access-1', accept: 'application/json' });
      assert.deepEqual(elsewhere, { Authorization: 'Bearer access-1', accept: 'application/json', ApiKey: 'of the caller' });
    },
  },
  {
    name: 'gotrue-platform-wanted',
    about: 'A backend of one’s own beside it may be told the platform: by configuration.',
    config: { ...gotrue, send_platform: true },
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      t.authorize(`${BASE}/functions/v1/hello`);
      t.value(t.call('fetch', { url: `${BASE}/functions/v1/hello` }, json(200, {})));
      const [signIn, hello] = t.requests;
      assert.equal(header(signIn, 'x-platform'), undefined);
      assert.equal(header(hello, 'x-platform'), 'web');
    },
  },
  {
    name: 'gotrue-mini-program',
    about: 'MemFire’s mini-program sign-in, the phone number, and the profile.',
    config: { ...gotrue, platform: 'miniprogram' },
    play(t) {
      t.credentials.push({ credential: 'wx code' });
      t.value(t.call('sign_in_with_wechat', {}, json(200, session(1))));
      t.value(t.call('bind_phone', { code: 'phone+code' }, json(200, PERSON)));
      const renamed = { ...PERSON, user_metadata: { name: 'Tiger' } };
      t.value(t.call('update_profile', { nickname: 'Tiger' }, json(200, renamed)));
    },
  },
  {
    name: 'gotrue-refresh',
    about: 'Renewed before its end; what is stored is what @supabase/supabase-js stores.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      t.pass(60 * MINUTE);
      t.value(t.call('access_token', {}, json(200, session(2))));
      const stored = JSON.parse(t.store.get('sb-api-auth-token'));
      assert.equal(stored.refresh_token, 'refresh-2');
      assert.deepEqual(stored.user, PERSON);
      t.pass(60 * MINUTE);
      const busy = json(409, { code: 409, error_code: 'conflict', msg: 'Too many' });
      t.error(t.call('access_token', {}, busy), 'conflict');
      t.state('signed_in');
      t.pass(10 * MINUTE);
      const used = json(400, { code: 'refresh_token_already_used', message: 'Already Used' });
      t.error(t.call('access_token', {}, used), 'session_expired');
      t.state('signed_out');
    },
  },
  {
    name: 'gotrue-reads-supabase',
    about: 'A session that @supabase/supabase-js has stored is taken over.',
    config: gotrue,
    play(t) {
      const theirs = { ...session(7), expires_at: 1_800_000_000 + 1800, expires_in: 3600 };
      t.store.set('sb-api-auth-token', JSON.stringify(theirs));
      const { token, expires_in_ms: left } = t.value(t.call('access_token'));
      assert.equal(token, 'access-7');
      assert.equal(left, 30 * MINUTE);
      t.value(t.call('user'));
    },
  },
  {
    name: 'gotrue-another-server',
    about: 'A session that names another server is neither sent nor written over unseen.',
    config: gotrue,
    play(t) {
      t.store.set('sb-api-auth-token', JSON.stringify({ ...session(7), hufu_base_url: 'https://staging.example.com' }));
      t.error(t.call('fetch_profile'), 'signed_out');
      const theirs = { ...session(7), access_token: jwt(1, { iss: 'https://staging.example.com/auth/v1' }) };
      t.store.set('sb-api-auth-token', JSON.stringify(theirs));
      t.reopen();
      t.error(t.call('fetch_profile'), 'signed_out');
    },
  },
  {
    name: 'gotrue-refresh-without-rotation',
    about: 'GoTrue with rotation off, or another server of its kind: refresh token and user as before.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      const { access_token, token_type, expires_in } = session(2);
      for (let i = 0; i < 2; i += 1) {
        t.pass(60 * MINUTE);
        t.value(t.call('access_token', {}, json(200, { access_token, token_type, expires_in })));
      }
      const stored = JSON.parse(t.store.get('sb-api-auth-token'));
      assert.equal(stored.refresh_token, 'refresh-1');
      assert.deepEqual(stored.user, PERSON);
    },
  },
  {
    name: 'gotrue-bad-jwt',
    about: 'GoTrue says 403 of a token it does not like: one refresh, one more try.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      const bad = json(403, { code: 'bad_jwt', message: 'invalid JWT' });
      t.value(t.call('fetch_profile', {}, bad, json(200, session(2)), json(200, PERSON)));
    },
  },
  {
    name: 'gotrue-sign-out',
    about: 'The other devices, and then all.',
    config: gotrue,
    play(t) {
      t.value(t.call('sign_in_anonymously', {}, json(200, session(1))));
      t.value(t.call('sign_out', { scope: 'others' }, { status: 204, headers: [] }));
      t.state('signed_in');
      t.value(t.call('sign_out', { scope: 'global' }, { status: 204, headers: [] }));
      t.state('signed_out');
      assert.equal(t.store.size, 1);
      assert.equal(t.value(t.call('session')).ended.cause, 'sign_out');
    },
  },

  // ---- the hapi document --------------------------------------------------------------------------
  {
    name: 'wx-login',
    about: 'The answer is the token and nothing else; its life is read from its own times.',
    config: { backend: 'wx_login' },
    play(t) {
      const data = { encrypted_data: 'ZGF0YQ==', iv: 'aXY=', raw_data: '{}', signature: 'ab12' };
      const answer = { status: 200, headers: [['content-type', 'text/html']], body: jwt(7) };
      const done = t.call('sign_in_with_wechat', { code: 'c', ...data }, answer);
      assert.equal(t.value(done).expires_in_ms, 7 * DAY);
      const columns = { id: 'u1', nick_name: '小虎', avatar_url: '', gender: 1 };
      t.value(t.call('fetch_profile', {}, json(200, columns)));
      t.value(t.call('update_profile', { nickname: 'Tiger' }, json(200, { ...columns, nick_name: 'Tiger' })));
      t.error(t.call('sign_out', { scope: 'others' }), 'unsupported');
      t.value(t.call('sign_out', {}, { status: 204, headers: [] }));
    },
  },
  {
    name: 'wx-login-again',
    about: 'When the seven days are over the host gives a new code and the data that belongs to it.',
    config: { backend: 'wx_login', silent_sign_in: true },
    play(t) {
      const answer = (days) => ({ status: 200, headers: [], body: jwt(days, { n: days }) });
      t.value(t.call('sign_in_with_wechat', { code: 'c', encrypted_data: 'ZA==', iv: 'aQ==' }, answer(7)));
      t.pass(7 * DAY);
      t.credentials.push({ credential: 'again', encrypted_data: 'bmV3', iv: 'bmV3' });
      t.value(t.call('access_token', {}, answer(8)));
      assert.equal(JSON.parse(t.requests.at(-1).body).encryptedData, 'bmV3');
    },
  },
  {
    name: 'wx-login-odd-answer',
    about: 'A page in the place of the token is no token.',
    config: { backend: 'wx_login' },
    play(t) {
      const page = { status: 200, headers: [['content-type', 'text/html']], body: '<html>a.b.c</html>' };
      t.error(t.call('sign_in_with_wechat', { code: 'c', encrypted_data: 'ZA==', iv: 'aQ==' }, page), 'malformed_reply');
    },
  },

  // ---- mini-login ---------------------------------------------------------------------------------
  {
    name: 'mini-login',
    about: 'Who is new is registered; the id is a number there and text here.',
    config: { backend: 'mini_login' },
    play(t) {
      const user = { id: 17, username: 'wx_17', nickname: null, avatar: null };
      const answer = json(201, { token: jwt(1), user, isNewUser: true });
      const done = t.call('sign_in_with_wechat', { code: 'c', nickname: '小虎' }, answer);
      assert.equal(t.value(done).user.id, '17');
      assert.equal(t.value(done).is_new_user, true);
      t.value(t.call('update_profile', { nickname: 'Tiger' }, json(200, { ...user, nickname: 'Tiger' })));
      t.value(t.call('user'));
    },
  },
  {
    name: 'mini-login-again',
    about: 'One new code for all who wait; a person who was blocked meanwhile has to be asked.',
    config: { backend: 'mini_login', silent_sign_in: true },
    play(t) {
      const user = { id: 17, username: 'wx_17', nickname: 'Tiger', avatar: null };
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, json(201, { token: jwt(1), user })));
      t.pass(DAY);
      t.hold.add('credential');
      t.begin('access_token');
      t.begin('access_token');
      t.credentials.push({ credential: 'again' });
      t.http.push(json(201, { token: jwt(2), user }));
      t.release('credential');
      for (const id of [2, 3]) assert.equal(t.value(t.done.get(id)).token, jwt(2));
      t.pass(2 * DAY);
      t.credentials.push({ credential: 'once more' });
      const blocked = json(403, { code: 403, error: 'user_banned', message: 'blocked' });
      t.error(t.call('access_token', {}, blocked), 'session_expired');
      t.state('needs_user');
    },
  },
  {
    name: 'mini-login-used-code',
    about: 'The document’s error shape.',
    config: { backend: 'mini_login' },
    play(t) {
      const refused = json(400, { code: 400, error: 'wechat_code_invalid', message: 'code' });
      t.error(t.call('sign_in_with_wechat', { code: 'old' }, refused), 'credential_invalid');
    },
  },

  // ---- Authing ------------------------------------------------------------------------------------
  {
    name: 'authing',
    about: 'Sign-in, a renewal, the profile, and the revocation of the refresh token.',
    config: authing,
    play(t) {
      const signed = json(200, { statusCode: 200, message: 'ok', data: tokens(1) });
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, signed));
      const profile = { statusCode: 200, data: { userId: 'a1', nickname: '小虎', photo: '', email: null } };
      t.value(t.call('fetch_profile', {}, json(200, profile)));
      assert.equal(header(t.requests.at(-1), 'authorization'), 'access-1');
      assert.equal(header(t.requests.at(-1), 'x-authing-app-id'), 'app-1');
      t.pass(20 * MINUTE);
      t.value(t.call('update_profile', { nickname: 'Tiger' }, json(200, tokens(2)), json(200, profile)));
      t.value(t.call('sign_out', {}, { status: 200, headers: [], body: '' }));
      assert.match(t.requests.at(-1).body, /token=refresh-2/);
    },
  },
  {
    name: 'authing-status-inside',
    about: 'Authing may say no under HTTP 200: the status in the body counts.',
    config: authing,
    play(t) {
      const no = json(200, { statusCode: 400, apiCode: 2005, message: 'no' });
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, no), 'refused');
      const signed = json(200, { statusCode: 200, data: tokens(1) });
      t.value(t.call('sign_in_with_wechat', { code: 'c' }, signed));
      const expired = json(200, { statusCode: 401, apiCode: 2020, message: 'expired' });
      const profile = { statusCode: 200, data: { userId: 'a1', nickname: 'Tiger' } };
      t.value(t.call('fetch_profile', {}, expired, json(200, tokens(2)), json(200, profile)));
    },
  },
];

// What servers say no with, and what a person or a program is told.
import assert from 'node:assert/strict';

import { BASE, grant, json } from '../recorder.js';
import { dialects, signIn } from './dialect_facts.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const who = { email: 'tiger@example.com', password: 'correct horse' };
const { gotrue, authing } = dialects;

/** GoTrue's three shapes of one refusal (supabase/auth, internal/api/errors.go). */
const shapes = [
  (status, code, message) => ({ code, message }),
  (status, code, message) => ({ code: status, error_code: code, msg: message }),
];
const older = (error, description) => ({ error, error_description: description });

/** [status, GoTrue's code, its message, what it is here] of a sign-in or sign-up by address. */
const addresses = [
  [400, 'invalid_credentials', 'Invalid login credentials', 'wrong_password'],
  [422, 'user_already_exists', 'User already registered', 'user_exists'],
  [422, 'email_exists', 'A user with this email address has already been registered', 'user_exists'],
  [400, 'email_not_confirmed', 'Email not confirmed', 'email_not_confirmed'],
  [422, 'signup_disabled', 'Signups not allowed for this instance', 'sign_ups_off'],
  [400, 'email_provider_disabled', 'Email signups are disabled', 'sign_ups_off'],
  [422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled', 'sign_ups_off'],
  [400, 'user_banned', 'User is banned', 'user_banned'],
  [403, 'user_banned', 'User is banned', 'user_banned'],
  [400, 'email_address_invalid', 'Email address "tiger@" is invalid', 'refused'],
  [400, 'validation_failed', 'Unable to validate email address: invalid format', 'refused'],
  [400, 'captcha_failed', 'captcha protection: request disallowed (no-input)', 'captcha_failed'],
];

/** What a renewal may be refused with without an end: nobody is signed out, and the reason is told. */
const renewals = {
  'app-key': ['gotrue', 401, { message: 'Invalid API key', hint: 'Double check your key.' }, 'invalid_argument', 'app_key'],
  'app-key-missing': ['gotrue', 401, { message: 'No API key found in request' }, 'invalid_argument', 'app_key'],
  'invalid-client': ['authing', 401, older('invalid_client', 'client authentication failed'), 'invalid_argument', 'app_key: invalid_client'],
  'unauthorized-client': ['authing', 400, older('unauthorized_client'), 'invalid_argument', 'app_key: unauthorized_client'],
  'unsupported-grant-type': ['authing', 400, older('unsupported_grant_type'), 'unsupported', 'access_token: unsupported_grant_type'],
  'invalid-request': ['authing', 400, older('invalid_request', 'refresh_token is missing'), 'invalid_argument', 'invalid_request'],
  'unheard-of': ['unified', 400, { error: 'something_new', message: 'Not today.' }, 'refused', 'something_new'],
  'words-only': ['unified', 400, { error: 'It did not work' }, 'refused', ''],
  'user-not-found': ['gotrue', 404, { code: 'user_not_found', message: 'User not found' }, 'refused', 'user_not_found'],
};

function refusedRenewal([name, [dialect, status, body, code, detail]]) {
  return {
    name: `renewal-refused-${name}`,
    about: 'A renewal refused for another reason than the session: it stays, and the reason is told.',
    rules: ['C3'],
    config: dialects[dialect].config,
    play(t) {
      signIn(t, dialect, 1);
      t.pass(2 * HOUR);
      const error = t.error(t.call('access_token', {}, json(status, body)), code);
      assert.equal(error.detail, detail);
      assert.equal(error.server_message ?? '', body.message ?? body.error_description ?? (detail ? '' : body.error));
      t.state('signed_in');
      t.pass(10 * MINUTE);
      const { renewed } = dialects[dialect];
      t.value(t.call('access_token', {}, json(200, renewed('access-2', 'refresh-2'))));
      assert.match(t.requests.at(-1).body, /refresh-1/);
    },
  };
}

/** Servers and gateways that have no such call: [status, body, content type]. */
const missing = [
  [404, '<h1>Not Found</h1>', 'text/html'],
  [404, '404 page not found\n', 'text/plain'],
  [404, '{"message":"no Route matched with those values"}', 'application/json'],
  [404, '{"error":"requested path is invalid"}', 'application/json'],
  [404, '{"statusCode":404,"message":"Cannot GET /auth/v1/wechat_mini/login","error":"Not Found"}', 'application/json'],
  [404, '{"detail":"Not Found"}', 'application/json'],
  [405, '{"error":"Method not allowed"}', 'application/json'],
  [405, '', 'text/html'],
];

export const stories = [
  {
    name: 'gotrue-refusals',
    about: 'What a person gets wrong at a sign-in has a name, and the server’s message beside it.',
    config: gotrue.config,
    play(t) {
      for (const [status, code, message, meaning] of addresses) {
        for (const shape of shapes) {
          for (const operation of ['sign_in_with_password', 'sign_up']) {
            const error = t.error(t.call(operation, who, json(status, shape(status, code, message))), meaning);
            assert.equal(error.server_message, message);
            assert.equal(error.detail, code);
          }
        }
      }
      const wrong = json(400, older('invalid_grant', 'Invalid login credentials'));
      t.error(t.call('sign_in_with_password', who, wrong), 'wrong_password');
      t.error(t.call('exchange_code_for_session', { code: 'c' }), 'begun_elsewhere');
      t.state('signed_out');
    },
  },
  {
    name: 'gotrue-weak-password',
    about: 'What a weak password lacks is the detail.',
    config: gotrue.config,
    play(t) {
      const body = { weak_password: { reasons: ['length', 'characters', '<b>', 7] } };
      const message = 'Password should be at least 6 characters.';
      for (const shape of shapes) {
        const weak = json(422, { ...shape(422, 'weak_password', message), ...body });
        const error = t.error(t.call('sign_up', who, weak), 'weak_password');
        assert.equal(error.detail, 'length, characters');
        assert.equal(error.server_message, message);
      }
    },
  },
  {
    name: 'gotrue-old-refusals',
    about: 'An old GoTrue gives numbers: they say nothing, its words do.',
    config: gotrue.config,
    play(t) {
      const error = t.error(t.call('sign_up', who, json(400, { code: 400, msg: 'User already registered' })), 'refused');
      assert.equal(error.detail, '');
      assert.equal(error.server_message, 'User already registered');
    },
  },
  {
    name: 'gotrue-app-key',
    about: 'A wrong or missing key is the program’s to mend, and no proxy’s doing.',
    config: gotrue.config,
    play(t) {
      for (const message of ['Invalid API key', 'No API key found in request']) {
        for (const [operation, how] of [['sign_in_with_password', who], ['sign_up', who], ['sign_in_anonymously', {}]]) {
          const error = t.error(t.call(operation, how, json(401, { message })), 'invalid_argument');
          assert.equal(error.action, 'fix_program');
          assert.equal(error.detail, 'app_key');
          assert.equal(error.server_message, message);
        }
      }
      const unnamed = t.error(t.call('sign_in_with_password', who, json(401, { code: 'no_authorization', message: 'x' })), 'invalid_argument');
      assert.equal(unnamed.detail, 'app_key: no_authorization');
    },
  },
  {
    name: 'authing-app-key',
    about: 'RFC 6749, 5.2: a client that is not known names its key at the sign-in, too.',
    config: authing.config,
    play(t) {
      for (const [status, code] of [[401, 'invalid_client'], [400, 'invalid_client'], [400, 'unauthorized_client']]) {
        const error = t.error(t.call('sign_in_with_wechat', { code: 'c' }, json(status, older(code))), 'invalid_argument');
        assert.equal(error.detail, `app_key: ${code}`);
      }
    },
  },
  ...Object.entries(renewals).map(refusedRenewal),
  {
    name: 'gotrue-malformed-refresh-token',
    about: 'GoTrue calls the refresh token malformed: a renewal has no other field, so the session is over.',
    rules: ['C4'],
    config: gotrue.config,
    play(t) {
      signIn(t, 'gotrue', 1);
      t.pass(2 * HOUR);
      const malformed = { code: 'validation_failed', message: 'Refresh token is not valid' };
      t.error(t.call('access_token', {}, json(400, malformed)), 'session_expired');
      t.state('signed_out');
    },
  },
  {
    name: 'gotrue-person-deleted',
    about: 'Of a person who is gone GoTrue says 403: the renewal finds out.',
    config: gotrue.config,
    play(t) {
      signIn(t, 'gotrue', 1);
      const gone = json(403, { code: 'user_not_found', message: 'User from sub claim in JWT does not exist' });
      const over = json(400, { code: 'refresh_token_not_found', message: 'Invalid Refresh Token' });
      t.error(t.call('fetch_profile', {}, gone, over), 'session_expired');
      t.state('signed_out');
    },
  },
  {
    name: 'no-such-call',
    about: 'A server that has no such call: unsupported, with the address; a wrong base_url reads the same.',
    config: { ...gotrue.config, platform: 'miniprogram' },
    play(t) {
      const answers = missing.map(([status, body, type]) => ({ status, headers: [['content-type', type]], body }));
      for (const answer of answers) {
        const error = t.error(t.call('sign_in_with_wechat', { code: 'secret-code' }, answer), 'unsupported');
        assert.equal(error.action, 'fix_program');
        assert.equal(error.detail, `sign_in_with_wechat: GET ${BASE}/auth/v1/wechat_mini/login`);
      }
      signIn(t, 'gotrue', 1);
      for (const answer of answers) {
        const error = t.error(t.call('bind_phone', { code: 'secret-code' }, answer), 'unsupported');
        assert.equal(error.detail, `bind_phone: GET ${BASE}/auth/v1/wechat_mini/bind_phone`);
      }
      t.pass(2 * HOUR);
      const error = t.error(t.call('access_token', {}, answers[0]), 'unsupported');
      assert.equal(error.detail, `access_token: POST ${BASE}/auth/v1/token`);
      t.state('signed_in');
      const person = json(404, { code: 404, message: 'There is no such person.' });
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, person), 'refused');
    },
  },
  {
    name: 'sign-in-not-registered',
    about: 'A server that takes existing accounts only says so, and the person is asked to register.',
    config: authing.config,
    play(t) {
      const unknown = json(404, older('user_not_found', '用户不存在'));
      const error = t.error(t.call('sign_in_with_wechat', { code: 'c' }, unknown), 'user_not_found');
      assert.equal(error.server_message, '用户不存在');
    },
  },
  {
    name: 'unified-reasons',
    about: 'Our own backend’s reason reaches the person, too.',
    play(t) {
      t.signIn();
      const message = 'The nickname has to be 1 to 64 bytes of text without control characters.';
      const refused = json(400, { error: 'invalid_request', message, requestId: '1' });
      const error = t.error(t.call('update_profile', { nickname: 'x'.repeat(65) }, refused), 'invalid_argument');
      assert.equal(error.server_message, message);
    },
  },
  {
    name: 'server-messages',
    about: 'What a server says is made plain: one line, no controls, no tokens, at most 300 bytes.',
    play(t) {
      const said = (body) => t.error(t.call('sign_in_with_wechat', { code: 'c' }, json(400, body)), 'refused').server_message;
      assert.equal(said({ message: 'two\r\nlines \u001b[31mred\u202e' }), 'two lines [31mred');
      assert.equal(said({ message: 'code 0a1B2c3D4e5F6a7B8c9D0e1F is used' }), 'code … is used');
      assert.equal(said({ message: ['nickname must be a string', 'more'] }), 'nickname must be a string');
      assert.equal(said({ title: 'Bad request', detail: 'iv is missing' }), 'iv is missing');
      assert.equal(said({ error: { message: 'nested' } }), 'nested');
      assert.equal(said({ errcode: 40029, errmsg: 'invalid code, rid: 1' }), 'invalid code, rid: 1');
      assert.equal(said({ message: '长'.repeat(200) }), `${'长'.repeat(99)}…`);
      assert.equal(said({ message: 400 }), undefined);
      assert.equal(said({}), undefined);
    },
  },
  {
    name: 'unavailable-message',
    about: 'Passing trouble keeps its meaning; what the server says of it is told as well.',
    play(t) {
      const busy = json(503, { error: 'unavailable', message: 'Back at noon.' });
      const error = t.error(t.call('sign_in_with_wechat', { code: 'c' }, busy), 'server_unavailable');
      assert.equal(error.server_message, 'Back at noon.');
      t.error(t.call('sign_in_with_wechat', { code: 'c' }, json(429, {})), 'rate_limited');
    },
  },
  {
    name: 'retry-after-old-dates',
    about: 'Retry-After as RFC 850 and asctime write dates (RFC 9110, 5.6.7).',
    play(t) {
      t.signIn();
      const date = ['Date', 'Fri, 15 Jan 2027 08:00:00 GMT'];
      for (const until of ['Friday, 15-Jan-27 08:07:00 GMT', 'Fri Jan 15 08:07:00 2027']) {
        t.pass(HOUR);
        const busy = { status: 503, headers: [date, ['Retry-After', until]], body: '' };
        assert.equal(t.error(t.call('access_token', {}, busy), 'server_unavailable').retry_after_ms, 7 * MINUTE);
      }
      t.pass(HOUR);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'fetch-unclean-url',
    about: 'A space in a URL is not another origin.',
    play(t) {
      t.signIn();
      const error = t.error(t.call('fetch', { url: `${BASE}/a b` }), 'invalid_argument');
      assert.match(error.detail, /^url/);
    },
  },
];

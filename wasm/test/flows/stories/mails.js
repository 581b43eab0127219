// GoTrue: what goes by mail and text message, codes and links, and back from them.
import assert from 'node:assert/strict';

import { BASE, json } from '../recorder.js';
import { dialects, jwt, signIn } from './dialect_facts.js';

const { config, grant } = dialects.gotrue;
const email = 'tiger@example.com';
const person = { id: 'person-1', email, user_metadata: { name: '小虎' } };
const session = (number) => ({ ...grant(`access-${number}`, `refresh-${number}`, { expires_in: 3600 }), user: person });
const sent = json(200, {});
const redirect_to = 'https://app.example.com/auth/callback';
const kinds = (t) => t.events.map(({ kind }) => kind);
const bodyOf = (request) => JSON.parse(request.body);

export const stories = [
  {
    name: 'gotrue-otp-type-by-address',
    about: 'A code is what one signs in with, by mail or SMS as its address says, unless it is said to be for something else.',
    config,
    play(t) {
      const typeOf = (typed) => {
        t.error(t.call('verify_otp', typed, json(403, { code: 403, error_code: 'otp_expired', msg: 'no' })), 'credential_invalid');
        return bodyOf(t.requests.at(-1)).type;
      };
      assert.equal(typeOf({ email, code: '1' }), 'email');
      assert.equal(typeOf({ phone: '+8613800000000', code: '1' }), 'sms');
      assert.equal(typeOf({ token_hash: 'pkce_abc' }), 'email');
      assert.equal(typeOf({ type: 'phone_change', phone: '+8613800000000', code: '1' }), 'phone_change');
    },
  },
  {
    name: 'gotrue-back-without-a-code',
    about: 'What the address says that a person is sent back to without a code, in the words of RFC 6749 and of GoTrue; nobody is asked.',
    config,
    play(t) {
      const told = [
        [{}, 'credential_invalid'],
        [{ error: 'access_denied', error_description: 'The user said no' }, 'declined'],
        [{ error: 'server_error', error_code: 'unexpected_failure' }, 'server_unavailable'],
        [{ error: 'temporarily_unavailable' }, 'server_unavailable'],
        [{ error: 'access_denied', error_code: 'otp_expired' }, 'credential_invalid'],
        [{ error: 'server_error', error_code: 'flow_state_not_found' }, 'credential_invalid'],
        [{ error: 'invalid_request', error_code: 'bad_oauth_state' }, 'credential_invalid'],
        [{ error: 'access_denied', error_code: 'provider_email_needs_verification' }, 'email_not_confirmed'],
        [{ error: 'access_denied', error_code: 'signup_disabled' }, 'sign_ups_off'],
        [{ error: 'access_denied', error_code: 'user_banned' }, 'user_banned'],
        [{ error: 'server_error', error_code: 'identity_already_exists' }, 'identity_in_use'],
        [{ error: 'server_error', error_code: 'over_request_rate_limit' }, 'rate_limited'],
        [{ error: 'access_denied', error_code: 'of_another_day' }, 'not_allowed'],
        [{ error: 'invalid_scope' }, 'refused'],
        [{ error: 'constructor', error_code: '__proto__' }, 'refused'],
      ];
      for (const [said, code] of told) t.error(t.call('exchange_code_for_session', said), code);
      assert.equal(t.requests.length, 0);
      t.state('signed_out');
    },
  },
  {
    name: 'gotrue-otp',
    about: 'A code by mail, and the session that it brings; nothing that was not given is sent.',
    config,
    play(t) {
      assert.deepEqual(t.value(t.call('send_otp', { email }, sent)), {});
      assert.deepEqual(bodyOf(t.requests[0]), { email, create_user: true });
      assert.equal(t.store.size, 0, 'without a way back there is nothing to keep');
      const done = t.value(t.call('verify_otp', { type: 'email', email, code: '123456' }, json(200, session(1))));
      assert.deepEqual(bodyOf(t.requests[1]), { type: 'email', email, token: '123456' });
      assert.equal(done.state, 'signed_in');
      assert.equal(done.address, email);
      assert.equal(done.is_new_user, false);
      assert.deepEqual(kinds(t), ['initial_session', 'signed_in']);
    },
  },
  {
    name: 'gotrue-otp-everything',
    about: 'All that a code may be asked with, by telephone and by mail.',
    config,
    play(t) {
      const asked = { create_user: false, data: { plan: { seats: 2 } }, captcha_token: 'seen' };
      t.value(t.call('send_otp', { phone: '+8613800000000', channel: 'whatsapp', ...asked }, sent));
      assert.deepEqual(bodyOf(t.requests[0]), {
        phone: '+8613800000000', create_user: false, data: { plan: { seats: 2 } }, channel: 'whatsapp',
        gotrue_meta_security: { captcha_token: 'seen' },
      });
      t.value(t.call('resend', { type: 'signup', email, redirect_to }, sent));
      assert.equal(t.requests[1].url, `${BASE}/auth/v1/resend?redirect_to=${encodeURIComponent(redirect_to)}`);
      const up = { phone: '+8613800000000', password: 'correct horse', data: { name: '虎' } };
      const done = t.value(t.call('sign_up', up, json(200, { id: 'person-2', phone: '8613800000000' })));
      assert.equal(done.state, 'confirmation_pending');
      assert.equal(done.address, up.phone);
      t.value(t.call('sign_in_with_password', { phone: up.phone, password: up.password }, json(200, session(1))));
      assert.deepEqual(bodyOf(t.requests[3]), { phone: up.phone, password: up.password });
      t.error(t.call('send_otp', { email, data: 'no object' }), 'invalid_argument');
    },
  },
  {
    name: 'gotrue-confirm-sign-up',
    about: 'The link of a sign-up brings a hash: who confirms by it is new here.',
    config,
    play(t) {
      const done = t.value(t.call('verify_otp', { type: 'signup', token_hash: 'pkce_abc' }, json(200, session(1))));
      assert.deepEqual(bodyOf(t.requests[0]), { type: 'signup', token_hash: 'pkce_abc' });
      assert.equal(done.is_new_user, true);
      assert.equal(done.address, '');
    },
  },
  {
    name: 'gotrue-email-change-half',
    about: 'The first of two addresses has agreed: said plainly, and whoever is signed in stays so.',
    config,
    play(t) {
      signIn(t, 'gotrue', 1, { expires_in: 3600 });
      const half = json(200, { code: '200', msg: 'Confirmation link accepted. Please proceed to confirm link sent to the other email' });
      const done = t.value(t.call('verify_otp', { type: 'email_change', email, code: '123456' }, half));
      assert.equal(done.state, 'confirmation_pending');
      assert.equal(done.address, email);
      t.state('signed_in');
      t.value(t.call('verify_otp', { type: 'email_change', email: 'new@example.com', code: '123456' }, json(200, session(2))));
      t.error(t.call('verify_otp', { type: 'email', email, code: '1' }, json(200, {})), 'malformed_reply');
    },
  },
  {
    name: 'gotrue-recovery',
    about: 'A forgotten password, by its code: the application is told to ask for a new one.',
    config,
    play(t) {
      t.value(t.call('recover_password', { email, captcha_token: 'seen' }, sent));
      t.value(t.call('verify_otp', { type: 'recovery', email, code: '123456' }, json(200, session(1))));
      assert.deepEqual(kinds(t), ['initial_session', 'signed_in', 'password_recovery']);
    },
  },
  {
    name: 'gotrue-recovery-link',
    about: 'The same by its link, and PKCE: the verifier says what it was for, as @supabase/supabase-js has it.',
    config,
    play(t) {
      t.value(t.call('recover_password', { email, redirect_to }, sent));
      const [request] = t.requests;
      assert.equal(request.url, `${BASE}/auth/v1/recover?redirect_to=${encodeURIComponent(redirect_to)}`);
      assert.equal(bodyOf(request).code_challenge_method, 's256');
      assert.match(t.store.get('sb-api-auth-token-code-verifier'), /^"[\w-]{43}\/recovery"$/);
      t.reopen();
      t.value(t.call('exchange_code_for_session', { code: 'code-1' }, json(200, session(1))));
      assert.match(bodyOf(t.requests[1]).code_verifier, /^[\w-]{43}$/);
      assert.deepEqual(kinds(t).slice(-2), ['signed_in', 'password_recovery']);
      assert.deepEqual([...t.store.keys()], ['sb-api-auth-token']);
    },
  },
  {
    name: 'gotrue-recovery-of-supabase-js',
    about: 'A recovery that an older @supabase/supabase-js began is finished here.',
    config,
    play(t) {
      t.store.set('sb-api-auth-token-code-verifier', JSON.stringify(`${'v'.repeat(43)}/PASSWORD_RECOVERY`));
      t.value(t.call('exchange_code_for_session', { code: 'code-1' }, json(200, session(1))));
      assert.equal(bodyOf(t.requests[0]).code_verifier, 'v'.repeat(43));
      assert.deepEqual(kinds(t).slice(-2), ['signed_in', 'password_recovery']);
    },
  },
  {
    name: 'gotrue-links-with-codes',
    about: 'A sign-up, a sign-in and a change of e-mail with a way back bring a code, each with a verifier of its own.',
    config,
    play(t) {
      const draw = (byte) => ({ bytes: Buffer.alloc(32, byte).toString('base64url') });
      t.failing.random = draw(1);
      const up = { email, password: 'correct horse', redirect_to };
      t.value(t.call('sign_up', up, json(200, session(1))));
      t.error(t.call('send_otp', { email, redirect_to }, json(429, { error_code: 'over_email_send_rate_limit' })), 'rate_limited');
      assert.deepEqual([...t.store.keys()], ['sb-api-auth-token'], 'no code will come: nothing is kept for one');
      t.value(t.call('sign_up', up, json(200, person)));
      t.failing.random = draw(2);
      t.value(t.call('send_otp', { email, redirect_to }, sent));
      delete t.failing.random;
      assert.deepEqual(Object.keys(bodyOf(t.requests[0])), ['email', 'password', 'code_challenge', 'code_challenge_method']);
      for (const request of t.requests) assert.equal(bodyOf(request).code_challenge.length, 43);
      t.reopen();
      const wrong = json(400, { code: 'bad_code_verifier', message: 'code challenge does not match' });
      t.value(t.call('exchange_code_for_session', { code: 'of-the-sign-up' }, wrong, json(200, session(1))));
      assert.ok(!kinds(t).includes('password_recovery'));
      t.failing.random = draw(3);
      t.value(t.call('update_account', { email: 'new@example.com', redirect_to }, json(200, person)));
      assert.equal(bodyOf(t.requests.at(-1)).code_challenge.length, 43);
    },
  },
  {
    name: 'gotrue-begun-elsewhere',
    about: 'A code that belongs to another browser stays unspent: nothing is sent, or the server has compared first.',
    config,
    play(t) {
      t.error(t.call('exchange_code_for_session', { code: 'code-1' }), 'begun_elsewhere');
      assert.deepEqual(t.requests, []);
      t.value(t.call('send_otp', { email, redirect_to }, sent));
      const wrong = json(400, { code: 'bad_code_verifier', message: 'code challenge does not match' });
      t.error(t.call('exchange_code_for_session', { code: 'code-1' }, wrong), 'begun_elsewhere');
      t.value(t.call('exchange_code_for_session', { code: 'ours' }, json(200, session(1))));
    },
  },
  {
    name: 'gotrue-mail-refusals',
    about: 'What the server may say, with its reason.',
    config,
    play(t) {
      const refused = (status, code, msg) => json(status, { code: status, error_code: code, msg });
      for (const [status, code, meaning] of [
        [429, 'over_email_send_rate_limit', 'rate_limited'],
        [429, 'over_sms_send_rate_limit', 'rate_limited'],
        [422, 'otp_disabled', 'user_not_found'],
        [400, 'captcha_failed', 'captcha_failed'],
        [400, 'phone_provider_disabled', 'sign_ups_off'],
        [400, 'validation_failed', 'refused'],
      ]) {
        const error = t.error(t.call('send_otp', { email }, refused(status, code, 'so it is')), meaning);
        assert.equal(error.server_message, 'so it is');
        assert.equal(error.detail, code);
      }
      const late = refused(403, 'otp_expired', 'Token has expired or is invalid');
      t.error(t.call('verify_otp', { type: 'email', email, code: '000000' }, late), 'credential_invalid');
      t.error(t.call('verify_otp', { type: 'email', token_hash: 'x' }, { error: 'timeout' }), 'timeout');
      t.state('signed_out');
    },
  },
  {
    name: 'gotrue-id-token',
    about: 'An ID token that the application has from its provider.',
    config,
    play(t) {
      const how = { provider: 'google', id_token: 'eyJ.eyJ.x', nonce: 'n', access_token: 'a' };
      const done = t.value(t.call('sign_in_with_id_token', how, json(200, session(1))));
      assert.deepEqual(bodyOf(t.requests[0]), how);
      assert.equal(done.state, 'signed_in');
      const off = json(400, { code: 400, error_code: 'provider_disabled', msg: 'Provider is not enabled' });
      t.error(t.call('sign_in_with_id_token', how, off), 'refused');
    },
  },
  {
    name: 'gotrue-adopt',
    about: 'A living pair is proved by asking whose it is; the person is who the server names.',
    config,
    play(t) {
      const access_token = jwt(3600, { sub: 'somebody' });
      const pair = { access_token, refresh_token: 'refresh-1' };
      const done = t.value(t.call('adopt_session', pair, json(200, person)));
      assert.equal(done.user.id, 'person-1');
      assert.equal(done.expires_in_ms, 3_600_000);
      assert.equal(t.requests[0].url, `${BASE}/auth/v1/user`);
      assert.equal(t.value(t.call('access_token')).token, access_token);
      const stored = JSON.parse(t.store.get('sb-api-auth-token'));
      assert.equal(stored.refresh_token, 'refresh-1');
      assert.deepEqual(stored.user, person);
    },
  },
  {
    name: 'gotrue-adopt-refused',
    about: 'What cannot be proved changes nothing: whoever is here stays.',
    config,
    play(t) {
      signIn(t, 'gotrue', 1, { expires_in: 3600 });
      const pair = { access_token: jwt(3600), refresh_token: 'refresh-2' };
      const bad = json(403, { code: 403, error_code: 'bad_jwt', msg: 'invalid JWT' });
      t.error(t.call('adopt_session', pair, bad), 'credential_invalid');
      t.error(t.call('adopt_session', pair, { error: 'network' }), 'network');
      t.error(t.call('adopt_session', pair, json(200, {})), 'malformed_reply');
      const unknown = json(400, { code: 400, error_code: 'refresh_token_not_found', msg: 'Invalid Refresh Token' });
      t.error(t.call('adopt_session', { access_token: 'no\r\ntoken', refresh_token: 'r' }, unknown), 'session_expired');
      assert.equal(t.value(t.call('access_token')).token, 'access-1');
    },
  },
  {
    name: 'gotrue-adopt-ended',
    about: 'Only a pair whose access token has ended is renewed.',
    config,
    play(t) {
      const pair = { access_token: jwt(-60), refresh_token: 'refresh-1' };
      const over = json(400, { code: 400, error_code: 'refresh_token_not_found', msg: 'Invalid Refresh Token' });
      t.error(t.call('adopt_session', pair, over), 'session_expired');
      t.value(t.call('adopt_session', pair, json(200, session(2))));
      assert.deepEqual(bodyOf(t.requests[1]), { refresh_token: 'refresh-1' });
      assert.equal(t.value(t.call('access_token')).token, 'access-2');
    },
  },
];

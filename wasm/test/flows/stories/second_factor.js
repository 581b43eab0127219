// GoTrue: the second factor, and how sure the server is of who is here.
import assert from 'node:assert/strict';

import { BASE, json } from '../recorder.js';
import { dialects, jwt } from './dialect_facts.js';

const { config } = dialects.gotrue;
const kinds = (t) => t.events.map(({ kind }) => kind);
const bodyOf = (request) => JSON.parse(request.body);
const factor = (status) => ({ id: 'f1', factor_type: 'totp', friendly_name: '手机', status, created_at: '2026-11-29T08:49:37Z' });
const answer = (aal, number, factors) =>
  json(200, {
    access_token: jwt(3600, { sub: 'u', aal, session_id: 's', n: number }), refresh_token: `refresh-${number}`, expires_in: 3600,
    user: { id: 'u', user_metadata: {}, factors },
  });
const signIn = (t, factors) =>
  t.value(t.call('sign_in_with_password', { email: 'a@b.example', password: 'p' }, answer('aal1', 1, factors)));
const challenge = json(200, { id: 'c1', type: 'totp', expires_at: 1_800_000_300 });

export const stories = [
  {
    name: 'gotrue-second-factor',
    about: 'Enrolled, proved by its first code; from then on the session is of the second level.',
    config,
    play(t) {
      const first = signIn(t, []);
      assert.deepEqual([first.assurance, first.assurance_to_reach], ['aal1', 'aal1']);
      const enrolled = json(200, {
        id: 'f1', type: 'totp', friendly_name: '手机',
        totp: { qr_code: '<svg/>', secret: 'JBSWY3DP', uri: 'otpauth://totp/x?secret=JBSWY3DP' },
      });
      const factor1 = t.value(t.call('enroll_factor', { friendly_name: '手机', issuer: 'App' }, enrolled));
      assert.deepEqual(factor1, {
        id: 'f1', type: 'totp', friendly_name: '手机', secret: 'JBSWY3DP', uri: 'otpauth://totp/x?secret=JBSWY3DP', qr_code: '<svg/>',
      });
      assert.deepEqual(bodyOf(t.requests.at(-1)), { factor_type: 'totp', friendly_name: '手机', issuer: 'App' });
      const asked = t.value(t.call('challenge_factor', { factor_id: 'f1' }, challenge));
      assert.deepEqual(asked, { id: 'c1', expires_at_ms: 1_800_000_300_000 });
      const given = { factor_id: 'f1', challenge_id: 'c1', code: '123456' };
      const raised = t.value(t.call('verify_factor', given, answer('aal2', 2, [factor('verified')])));
      assert.equal(t.requests.at(-1).url, `${BASE}/auth/v1/factors/f1/verify`);
      assert.deepEqual(bodyOf(t.requests.at(-1)), { challenge_id: 'c1', code: '123456' });
      assert.deepEqual([raised.assurance, raised.assurance_to_reach], ['aal2', 'aal2']);
      assert.equal(JSON.parse(t.store.get('sb-api-auth-token')).refresh_token, 'refresh-2');
      assert.deepEqual(kinds(t), ['initial_session', 'signed_in', 'refreshed', 'assurance_changed']);
      t.value(t.call('remove_factor', { factor_id: 'f1' }, json(200, { id: 'f1' })));
      t.pass(3_600_000);
      t.value(t.call('access_token', {}, answer('aal1', 3, [])));
      assert.deepEqual(kinds(t).slice(-2), ['refreshed', 'assurance_changed']);
    },
  },
  {
    name: 'gotrue-second-factor-at-sign-in',
    about: 'Who has one is told so by the session, also after a restart; the factor is asked by itself.',
    config,
    play(t) {
      signIn(t, [factor('unverified'), { ...factor('verified'), id: 'f2' }]);
      t.reopen();
      const before = t.value(t.call('session'));
      assert.deepEqual([before.assurance, before.assurance_to_reach], ['aal1', 'aal2']);
      const wrong = json(422, { code: 422, error_code: 'mfa_verification_failed', msg: 'Invalid TOTP code entered' });
      const given = { factor_id: 'f2', code: '000000' };
      const error = t.error(t.call('verify_factor', given, challenge, wrong), 'credential_invalid');
      assert.equal(error.server_message, 'Invalid TOTP code entered');
      t.value(t.call('verify_factor', { ...given, code: '123456' }, challenge, answer('aal2', 2, [factor('verified')])));
      assert.equal(t.value(t.call('session')).assurance, 'aal2');
    },
  },
  {
    name: 'gotrue-second-factor-wanted',
    about: 'A call that wants the second level renews nothing and ends no session: it says what is missing.',
    config,
    play(t) {
      signIn(t, [factor('verified')]);
      const low = (status) => json(status, { code: status, error_code: 'insufficient_aal', msg: 'AAL2 required' });
      t.error(t.call('update_account', { password: 'correct horse' }, low(401)), 'insufficient_aal');
      t.error(t.call('enroll_factor', {}, low(403)), 'insufficient_aal');
      t.error(t.call('remove_factor', { factor_id: 'f1' }, low(422)), 'insufficient_aal');
      t.state('signed_in');
    },
  },
  {
    name: 'gotrue-second-factor-renewed-elsewhere',
    about: 'Another tab has renewed meanwhile: what the factor brought is newer, and is kept.',
    config,
    play(t) {
      signIn(t, [factor('verified')]);
      const held = JSON.parse(t.store.get('sb-api-auth-token'));
      const renewed = () => {
        const { access_token } = JSON.parse(answer('aal1', 2, []).body);
        t.store.set('sb-api-auth-token', JSON.stringify({ ...held, access_token, refresh_token: 'refresh-2' }));
        return answer('aal2', 3, [factor('verified')]);
      };
      const given = { factor_id: 'f1', challenge_id: 'c1', code: '123456' };
      assert.equal(t.value(t.call('verify_factor', given, renewed)).assurance, 'aal2');
      assert.equal(JSON.parse(t.store.get('sb-api-auth-token')).refresh_token, 'refresh-3');
    },
  },
];

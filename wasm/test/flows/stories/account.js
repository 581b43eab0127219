// GoTrue: the account, what it says and how it changes, and the ways of signing in to it.
import assert from 'node:assert/strict';

import { BASE, json } from '../recorder.js';
import { dialects, signIn } from './dialect_facts.js';

const { config, grant } = dialects.gotrue;
const bodyOf = (request) => JSON.parse(request.body);
const kinds = (t) => t.events.map(({ kind }) => kind);
const identity = {
  identity_id: '0b1c', id: 'tiger@example.com', user_id: 'u', provider: 'email', email: 'tiger@example.com',
  identity_data: { sub: 'u', email_verified: true }, created_at: '2026-11-29T08:49:37.123456Z',
  last_sign_in_at: '2026-11-29T08:49:37Z', updated_at: '2026-11-29T08:49:37Z',
};
const factor = { id: 'f1', factor_type: 'totp', friendly_name: '手机', status: 'verified', created_at: '2026-11-29T16:49:37+08:00' };
const person = {
  id: 'u', aud: 'authenticated', role: 'authenticated', email: 'tiger@example.com', phone: '', new_email: 'new@example.com',
  email_confirmed_at: '2026-11-29T08:49:37Z', created_at: '2026-11-29T08:49:37.123456Z', last_sign_in_at: null,
  updated_at: '2026-11-29T08:50:00Z', banned_until: '2026-11-30T00:00:00Z', recovery_sent_at: '2026-11-29T08:49:00Z',
  is_anonymous: false, app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { name: '小虎', nested: { newEmail_list: [1, null] } }, identities: [identity], factors: [factor],
};
const inside = (t) => signIn(t, 'gotrue', 1, { expires_in: 3600 });

export const stories = [
  {
    name: 'gotrue-account',
    about: 'Everything that the server says of the person; their own data as it came.',
    config,
    play(t) {
      inside(t);
      const account = t.value(t.call('fetch_account', {}, json(200, person)));
      assert.equal(account.created_at_ms, Date.parse('2026-11-29T08:49:37Z'));
      assert.equal(account.last_sign_in_at_ms, 0);
      assert.equal(account.email_confirmed_at_ms, Date.parse('2026-11-29T08:49:37Z'));
      assert.deepEqual([account.phone_confirmed_at_ms, account.invited_at_ms, account.aud], [0, 0, 'authenticated']);
      assert.equal(account.banned_until_ms, Date.parse(person.banned_until));
      assert.deepEqual(account.raw, person, 'what has no name of ours is there, too');
      assert.equal(account.new_email, 'new@example.com');
      assert.deepEqual(account.user_metadata, person.user_metadata);
      assert.equal(account.identities[0].identity_id, '0b1c');
      assert.deepEqual(account.identities[0].identity_data, identity.identity_data);
      assert.equal(account.factors[0].created_at_ms, Date.parse('2026-11-29T08:49:37Z'));
      assert.equal(t.events.at(-1).kind, 'user_updated');
      assert.equal(t.events.at(-1).user.nickname, '小虎');
      const { identities } = t.value(t.call('list_identities', {}, json(200, person)));
      assert.deepEqual(identities, account.identities);
      const { factors } = t.value(t.call('list_factors', {}, json(200, person)));
      assert.deepEqual(factors, account.factors);
      const bare = t.value(t.call('fetch_account', {}, json(200, { id: 'u', created_at: 'yesterday', email_confirmed_at: '' })));
      assert.equal(bare.created_at_ms, 0);
      assert.equal(bare.email_confirmed_at_ms, 0);
      assert.deepEqual([bare.user_metadata, bare.identities], [{}, []]);
      t.error(t.call('fetch_account', {}, json(200, { email: 'a@b' })), 'malformed_reply');
    },
  },
  {
    name: 'gotrue-account-changes',
    about: 'Only what is given is changed; what the server wants first has a name of its own.',
    config,
    play(t) {
      inside(t);
      const data = { plan: null, camelCase: { a_b: 1 } };
      const account = t.value(t.call('update_account', { data }, json(200, { ...person, user_metadata: data })));
      assert.deepEqual(bodyOf(t.requests.at(-1)), { data });
      assert.deepEqual(account.user_metadata, data);
      const refused = (status, code, msg) => json(status, { code: status, error_code: code, msg });
      const asked = { password: 'correct horse' };
      const first = refused(400, 'reauthentication_needed', 'Password update requires reauthentication');
      t.error(t.call('update_account', asked, first), 'nonce_required');
      t.value(t.call('reauthenticate', {}, json(200, {})));
      const wrong = refused(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
      t.error(t.call('update_account', { ...asked, nonce: '1' }, wrong), 'credential_invalid');
      const taken = refused(422, 'email_exists', 'A user with this email address has already been registered');
      t.error(t.call('update_account', { email: 'a@b.example' }, taken), 'user_exists');
      const weak = json(422, { code: 422, error_code: 'weak_password', msg: 'short', weak_password: { reasons: ['length'] } });
      t.error(t.call('update_account', { password: 'x' }, weak), 'weak_password');
      const done = { ...asked, nonce: '123456', current_password: 'old' };
      const before = t.events.length;
      t.value(t.call('update_account', done, json(200, person)));
      assert.deepEqual(kinds(t).slice(before), ['user_updated'], 'told also where only the password is new');
      assert.deepEqual(bodyOf(t.requests.at(-1)), done);
      t.state('signed_in');
    },
  },
  {
    name: 'gotrue-becomes-permanent',
    about: 'An anonymous person gives an address: the session goes on, and the next renewal says who they are now.',
    config,
    play(t) {
      const nobody = { id: 'u', is_anonymous: true, user_metadata: {} };
      const answer = (number, user) => json(200, { ...grant(`access-${number}`, `refresh-${number}`, { expires_in: 3600 }), user });
      t.value(t.call('sign_in_anonymously', { data: { theme: 'dark' } }, answer(1, nobody)));
      assert.deepEqual(bodyOf(t.requests[0]), { data: { theme: 'dark' } });
      const asked = t.value(t.call('update_account', { email: person.email }, json(200, { ...nobody, new_email: person.email })));
      assert.equal(asked.is_anonymous, true);
      assert.equal(asked.new_email, person.email);
      t.pass(3_600_000);
      t.value(t.call('access_token', {}, answer(2, person)));
      assert.equal(JSON.parse(t.store.get('sb-api-auth-token')).user.is_anonymous, false);
      assert.equal(t.value(t.call('user')).nickname, '小虎');
      assert.deepEqual(kinds(t), ['initial_session', 'signed_in', 'user_updated', 'refreshed']);
    },
  },
  {
    name: 'gotrue-oauth-as-link',
    about: 'Any provider, with its scopes and parameters; the address is for the caller, and nothing is opened.',
    config,
    play(t) {
      const how = { provider: 'github', redirect_to: `${BASE}/cb`, scopes: 'repo gist', query_params: { prompt: 'consent', login_hint: 'a&b' }, as_link: true };
      const { link, state } = t.value(t.call('sign_in_with_oauth', how));
      const { searchParams } = new URL(link);
      assert.equal(searchParams.get('provider'), 'github');
      assert.equal(searchParams.get('scopes'), 'repo gist');
      assert.equal(searchParams.get('login_hint'), 'a&b');
      assert.equal(searchParams.get('code_challenge').length, 43);
      assert.equal(state, 'signed_out');
      assert.ok(!t.script.steps.some(({ expect }) => expect?.kind === 'present'));
    },
  },
  {
    name: 'gotrue-identities',
    about: 'One more way of signing in, by a page that the server names; and one taken off.',
    config,
    play(t) {
      inside(t);
      const how = { provider: 'github', redirect_to: `${BASE}/cb` };
      const page = json(200, { url: 'https://github.example/authorize?state=1' });
      t.value(t.call('link_identity', how, page));
      const asked = new URL(t.requests.at(-1).url);
      assert.equal(asked.pathname, '/auth/v1/user/identities/authorize');
      assert.equal(asked.searchParams.get('skip_http_redirect'), 'true');
      assert.equal(asked.searchParams.get('code_challenge').length, 43);
      assert.equal(t.value(t.call('link_identity', { ...how, as_link: true }, page)).link, 'https://github.example/authorize?state=1');
      t.value(t.call('exchange_code_for_session', { code: 'c' }, json(200, grant('access-2', 'refresh-2', { expires_in: 3600 }))));
      t.value(t.call('unlink_identity', { identity_id: '0b1c' }, json(200, {})));
      assert.equal(t.requests.at(-1).method, 'DELETE');
      assert.equal(t.requests.at(-1).url, `${BASE}/auth/v1/user/identities/0b1c`);
      const refused = (status, code) => json(status, { code: status, error_code: code, msg: 'no' });
      t.error(t.call('link_identity', how, refused(404, 'manual_linking_disabled')), 'not_allowed');
      t.error(t.call('unlink_identity', { identity_id: 'x' }, refused(422, 'single_identity_not_deletable')), 'last_identity');
    },
  },
];

// Joining the two halves of one person, and what stands in the way (table B11).
import { USER, grant, json } from '../recorder.js';

const issued = { bindingId: 'b-1', bindCode: 'BCDFG-HJKLM', qr: 'qr-secret', expiresIn: 300 };
const preview = { nickname: '小*', platform: 'web', provider: 'clerk' };
const none = { status: 204, headers: [], body: '' };

function redeem(t, ...answers) {
  t.signIn();
  const what = { bind_code: 'BCDFG-HJKLM', platform: 'web' };
  return t.call('redeem_bind_code', what, ...answers);
}

function confirm(t, answer) {
  t.signIn();
  return t.call('confirm_binding', { binding_id: 'b-1', number: '42' }, answer);
}

function refusal(name, about, status, code, error, play) {
  return {
    name,
    about,
    rules: ['B11'],
    play(t) {
      t.error(play(t, json(status, { error: code, message: 'no', requestId: 'r-1' })), error);
      t.state('signed_in');
    },
  };
}

export const stories = [
  {
    name: 'bind-issuer',
    about: 'The issuer makes a code, sees the other half arrive, and confirms by number.',
    rules: ['B9'],
    play(t) {
      t.signIn();
      t.value(t.call('create_bind_code', { target: 'web' }, json(201, issued)));
      t.http.push(json(200, { bindingId: 'b-1', state: 'issued', role: 'issuer' }));
      t.http.push(json(200, { bindingId: 'b-1', state: 'accepted', role: 'issuer', preview }));
      t.value(t.call('wait_for_binding', { binding_id: 'b-1' }));
      const joined = { bindingId: 'b-1', state: 'confirmed', session: { ...grant(2), user: USER } };
      const what = { binding_id: 'b-1', number: '42' };
      t.value(t.call('confirm_binding', what, json(200, joined)));
    },
  },
  {
    name: 'bind-redeemer',
    about: 'The redeemer accepts, shows a number, and speaks for the joined account afterwards.',
    rules: ['B9', 'B13'],
    play(t) {
      t.value(redeem(t, json(202, { bindingId: 'b-1', state: 'pending', preview, expiresIn: 120 })));
      const accepted = json(200, { bindingId: 'b-1', state: 'accepted', number: '42' });
      t.value(t.call('accept_binding', { binding_id: 'b-1' }, accepted));
      t.http.push(json(200, { bindingId: 'b-1', state: 'confirmed', role: 'redeemer' }));
      t.http.push(json(200, grant(2)));
      t.value(t.call('wait_for_binding', { binding_id: 'b-1', since: 'accepted' }));
    },
  },
  {
    name: 'bind-declined',
    about: 'One side declines; the other is told.',
    play(t) {
      t.signIn();
      t.value(t.call('decline_binding', { binding_id: 'b-1' }, none));
      t.http.push(json(200, { bindingId: 'b-1', state: 'declined', role: 'issuer' }));
      t.error(t.call('wait_for_binding', { binding_id: 'b-1' }), 'binding_declined');
    },
  },
  {
    name: 'bind-expired',
    about: 'Nobody confirms in time.',
    rules: ['B10'],
    play(t) {
      t.signIn();
      t.http.push(json(200, { bindingId: 'b-1', state: 'pending', role: 'issuer' }));
      t.http.push({ error: 'timeout' });
      t.http.push(json(200, { bindingId: 'b-1', state: 'expired', role: 'issuer' }));
      t.error(t.call('wait_for_binding', { binding_id: 'b-1', since: 'pending' }), 'binding_expired');
    },
  },
  {
    name: 'bind-absorbs-shell',
    about: 'An account that only a silent login made is absorbed: to the client, a confirmed binding.',
    rules: ['B11'],
    play(t) {
      const joined = { bindingId: 'b-1', state: 'confirmed', session: { ...grant(2), user: USER } };
      t.value(confirm(t, json(200, joined)));
    },
  },
  {
    name: 'bind-already-linked',
    about: 'Both are the same account already: said as a state, nothing changes.',
    rules: ['B11'],
    play(t) {
      t.value(redeem(t, json(200, { bindingId: 'b-1', state: 'already_linked' })));
    },
  },
  refusal('bind-identity-exists', 'The identity belongs to an account with data: merge them.', 422,
    'identity_already_exists', 'identity_in_use', confirm),
  refusal('bind-provider-linked', 'The account has an identity of this provider already.', 409,
    'provider_already_linked', 'provider_already_linked', redeem),
  refusal('bind-race-lost', 'Two links of one identity at once: the loser is told, not failed.', 422,
    'identity_already_exists', 'identity_in_use', redeem),
  refusal('bind-code-invalid', 'Unknown, used, expired and foreign codes are alike (B8).', 400,
    'bind_code_invalid', 'bind_code_invalid', redeem),
  refusal('bind-wrong-number', 'The number is not the one that the other screen shows.', 422,
    'wrong_number', 'wrong_number', confirm),
  {
    name: 'bind-reauth',
    about: 'Issuing a code needs a recent sign-in (B6).',
    rules: ['B6'],
    play(t) {
      t.signIn();
      const stale = json(403, { error: 'reauth_required' });
      t.error(t.call('create_bind_code', { target: 'web' }, stale), 'reauth_required');
      t.state('signed_in');
    },
  },
  {
    name: 'bind-merge',
    about: 'The explicit merge of two accounts, survivor chosen.',
    rules: ['B11'],
    play(t) {
      t.signIn();
      const pending = { bindingId: 'b-9', state: 'pending', role: 'redeemer' };
      const what = { bind_code: 'BCDFG-HJKLM', platform: 'web', survivor: 'issuer' };
      t.value(t.call('merge_accounts', what, json(202, pending)));
    },
  },
  {
    name: 'unbind',
    about: 'An identity is taken off; the last one stays (B14).',
    rules: ['B14'],
    play(t) {
      t.signIn();
      t.value(t.call('unbind', { provider: 'wechat' }, none));
      const last = json(422, { error: 'single_identity_not_deletable' });
      t.error(t.call('unbind', { provider: 'clerk' }, last), 'last_identity');
    },
  },
  {
    name: 'bind-limited',
    about: 'Too many wrong codes: wait as long as the server says.',
    rules: ['B5'],
    play(t) {
      const limited = json(429, { error: 'rate_limited' }, [['Retry-After', '600']]);
      t.error(redeem(t, limited), 'rate_limited');
    },
  },
];

// Signing in, tokens, requests, signing out.
import assert from 'node:assert/strict';

import { BASE, USER, grant, json } from '../recorder.js';

const MINUTE = 60_000;
const ok = (more = []) => ({ status: 200, headers: more });

export const stories = [
  {
    name: 'sign-in-code',
    about: 'A person signs in with a WeChat code; the session is saved before anyone sees it.',
    play(t) {
      t.state('signed_out');
      t.signIn();
      t.state('signed_in');
    },
  },
  {
    name: 'sign-in-host-asks',
    about: 'Without a code the host is asked; two callers share one code.',
    play(t) {
      t.hold.add('credential');
      t.begin('sign_in_with_wechat');
      t.begin('sign_in_with_wechat', { nickname: 'later' });
      t.state('signing_in');
      t.credentials.push({ credential: 'wx-code' });
      t.http.push(json(200, { ...grant(1), isNewUser: true, user: USER }));
      t.release('credential');
      t.value(t.done.get(1));
      t.value(t.done.get(2));
    },
  },
  {
    name: 'sign-in-declined',
    about: 'The person refuses; nothing is stored.',
    play(t) {
      t.credentials.push({ error: 'declined', detail: 'auth deny' });
      t.error(t.call('sign_in_with_wechat'), 'declined');
      t.state('signed_out');
    },
  },
  {
    name: 'sign-in-used-code',
    about: 'A used code is the person’s to repair, not a reason to retry.',
    play(t) {
      const refused = json(400, { error: 'wechat_code_invalid', message: '40163' });
      t.error(t.call('sign_in_with_wechat', { code: 'old' }, refused), 'credential_invalid');
      t.state('signed_out');
    },
  },
  {
    name: 'authorize-hot-path',
    about: 'Headers for clean URLs of configured origins, and for no others, until the margin.',
    config: { origins: ['https://files.example.com'] },
    play(t) {
      t.authorize(`${BASE}/x`);
      t.signIn();
      t.authorize(`${BASE}/x`);
      t.authorize('https://files.example.com/a?b=c');
      t.authorize('https://api.example.com.evil.example/x');
      t.authorize('https://user@api.example.com/x');
      t.authorize('http://api.example.com/x');
      t.authorize('https://api.example.com:444/x');
      t.authorize('https://api.example.com\\@evil.example/');
      t.pass(14 * MINUTE + 1);
      t.authorize(`${BASE}/x`);
    },
  },
  {
    name: 'access-token-fresh',
    about: 'A token that is still good costs no request.',
    play(t) {
      t.signIn();
      t.pass(10 * MINUTE);
      t.value(t.call('access_token'));
    },
  },
  {
    name: 'refresh-early',
    about: 'Inside the margin the token is renewed once for all who ask.',
    play(t) {
      t.signIn();
      t.pass(14 * MINUTE + 1);
      t.hold.add('http');
      t.begin('access_token');
      t.begin('access_token');
      t.begin('access_token');
      t.http.push(json(200, grant(2)));
      t.release('http');
      for (const id of [2, 3, 4]) t.value(t.done.get(id));
    },
  },
  {
    name: 'refresh-caller-gives-up',
    about: 'The first caller gives up; the refresh goes on for the other.',
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.hold.add('http');
      t.begin('access_token');
      t.begin('access_token');
      t.cancel(2);
      t.http.push(json(200, grant(2)));
      t.release('http');
      t.value(t.done.get(3));
    },
  },
  {
    name: 'refresh-by-another-process',
    about: 'Under the lock the store is read again: a token renewed elsewhere is adopted.',
    rules: ['R6'],
    play(t) {
      t.signIn();
      const record = JSON.parse(t.store.get('hufu.session'));
      t.pass(16 * MINUTE);
      record.access_token = 'access-elsewhere';
      record.refresh_token = 'refresh-elsewhere';
      record.received_ms = t.now.wall;
      t.store.set('hufu.session', JSON.stringify(record));
      t.value(t.call('access_token'));
    },
  },
  {
    name: 'refresh-lock-timeout',
    about: 'Another process does not let go of the lock: an error to retry, and no request.',
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.failing.lock = { error: 'lock_timeout' };
      t.error(t.call('access_token'), 'lock_timeout');
      t.state('signed_in');
    },
  },
  {
    name: 'refresh-store-fails',
    about: 'A new token that cannot be saved is used from memory, and saved with the next call.',
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.failing.save = { error: 'store_unavailable', detail: 'quota' };
      t.value(t.call('access_token', {}, json(200, grant(2))));
      delete t.failing.save;
      t.pass(10_000);
      t.value(t.call('access_token'));
    },
  },
  {
    name: 'retry-after-seconds',
    about: 'After a 429 with Retry-After: 30 nothing is sent before.',
    rules: ['C5'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      const slow = json(429, { error: 'rate_limited' }, [['Retry-After', '30']]);
      t.error(t.call('access_token', {}, slow), 'rate_limited');
      t.pass(29_000);
      t.error(t.call('access_token'), 'rate_limited');
      t.pass(2_000);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'retry-after-date',
    about: 'Retry-After as a date is measured by the server’s own clock.',
    rules: ['C5'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      const slow = json(503, { error: 'unavailable' }, [
        ['Date', 'Fri, 01 Jan 2027 00:00:00 GMT'],
        ['Retry-After', 'Fri, 01 Jan 2027 00:00:30 GMT'],
      ]);
      t.error(t.call('access_token', {}, slow), 'server_unavailable');
      t.pass(29_000);
      t.error(t.call('access_token'), 'server_unavailable');
      t.pass(2_000);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'clock-jumps-back',
    about: 'The wall clock falls a day behind; the token’s life is counted by the uptime.',
    rules: ['C7'],
    play(t) {
      t.signIn();
      t.pass(-24 * 60 * MINUTE, MINUTE);
      t.value(t.call('access_token'));
      t.pass(MINUTE * 15);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'clock-jumps-ahead',
    about: 'The wall clock jumps a day ahead; no refresh is needed for it.',
    rules: ['C7'],
    play(t) {
      t.signIn();
      t.pass(24 * 60 * MINUTE, MINUTE);
      t.value(t.call('access_token'));
    },
  },
  {
    name: 'suspend-eight-hours',
    about: 'The machine slept and its uptime with it: the first call renews before it sends.',
    rules: ['C8'],
    config: { uptime_counts_suspend: false },
    play(t) {
      t.signIn();
      t.pass(8 * 60 * MINUTE, 1_000);
      t.authorize(`${BASE}/x`);
      t.http.push(json(200, grant(2)));
      t.value(t.call('fetch', { url: `${BASE}/x` }, ok()));
    },
  },
  {
    name: 'restart',
    about: 'A new program finds the session and its age in the store.',
    play(t) {
      t.signIn();
      t.pass(5 * MINUTE);
      t.reopen();
      t.value(t.call('session'));
      t.state('signed_in');
      t.pass(10 * MINUTE);
      t.reopen();
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'restart-corrupt-record',
    about: 'A record that cannot be read is set aside, not lost, and does not come back.',
    play(t) {
      t.store.set('hufu.session', '{"hufu_session":1,"access_tok');
      t.error(t.call('access_token'), 'signed_out');
      t.reopen();
      t.value(t.call('session'));
      t.state('signed_out');
    },
  },
  {
    name: 'restart-newer-record',
    about: 'A record of a newer version is set aside.',
    play(t) {
      t.store.set('hufu.session', '{"hufu_session":2}');
      t.error(t.call('access_token'), 'signed_out');
    },
  },
  {
    name: 'sign-out-what-was-set-aside',
    about: 'What was set aside, once however often it happens, goes with the sign-out: no token is left.',
    play(t) {
      for (const broken of ['{"access_token":"first', '{"access_token":"second']) {
        t.store.set('hufu.session', broken);
        t.error(t.call('access_token'), 'signed_out');
        t.reopen();
      }
      t.signIn();
      assert.equal(t.store.size, 2);
      t.value(t.call('sign_out', {}, json(200, { success: true })));
      assert.deepEqual([...t.store.keys()], ['hufu.session.ended']);
    },
  },
  {
    name: 'why-signed-out',
    about: 'The server ends the session; this process, and one that begins later, tell why until somebody signs in.',
    rules: ['O15'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      const refused = json(400, { error: 'session_not_found', message: 'Bye, tiger@example.com' });
      t.error(t.call('access_token', {}, refused), 'session_expired');
      t.value(t.call('session'));
      t.reopen();
      t.value(t.call('session'));
      assert.doesNotMatch(t.store.get('hufu.session.ended'), /tiger|access-|refresh-/);
      t.signIn();
      t.value(t.call('session'));
      assert.deepEqual([...t.store.keys()], ['hufu.session']);
    },
  },
  {
    name: 'restart-store-fails',
    about: 'A store that cannot be read is no sign-out: the next call reads it again.',
    play(t) {
      t.signIn();
      t.reopen();
      t.failing.load = { error: 'store_unavailable', detail: 'disk' };
      t.error(t.call('access_token'), 'store_unavailable');
      delete t.failing.load;
      t.value(t.call('access_token'));
    },
  },
  {
    name: 'fetch-signed',
    about: 'The caller’s own Authorization, X-Platform and Host do not get through.',
    rules: ['C15'],
    play(t) {
      t.signIn();
      const headers = [
        ['authorization', 'Bearer mine'],
        ['X-PLATFORM', 'web'],
        ['host', 'evil.example'],
        ['X-Mine', 'yes'],
      ];
      const done = t.call('fetch', { url: `${BASE}/x`, method: 'POST', headers }, ok([['etag', '1']]));
      t.value(done);
    },
  },
  {
    name: 'fetch-framing',
    about: 'What frames a request or belongs to one connection is not the caller’s to say.',
    rules: ['C15'],
    play(t) {
      t.signIn();
      const headers = [
        ['Content-Length', '4000'],
        ['transfer_encoding', 'chunked'],
        ['Connection', 'X-Platform'],
        ['Expect', '100-continue'],
        ['Proxy-Authorization', 'Basic eDp5'],
        ['Cookie', 'a=b'],
      ];
      const done = t.call('fetch', { url: `${BASE}/x`, method: 'POST', headers }, ok([['etag', '1']]));
      t.value(done);
    },
  },
  {
    name: 'fetch-header-injection',
    about: 'A line feed in a header is refused; nothing is sent.',
    rules: ['C15'],
    play(t) {
      t.signIn();
      const headers = [['X-Mine', 'a\r\nAuthorization: Bearer mine']];
      t.error(t.call('fetch', { url: `${BASE}/x`, headers }), 'invalid_argument');
    },
  },
  {
    name: 'fetch-foreign-origin',
    about: 'A request to another origin is not signed and not sent.',
    play(t) {
      t.signIn();
      t.error(t.call('fetch', { url: 'https://evil.example/' }), 'origin_refused');
    },
  },
  {
    name: 'fetch-401-replay',
    about: 'One 401 leads to one refresh and one replay.',
    rules: ['C10'],
    play(t) {
      t.signIn();
      t.http.push(ok(), json(200, grant(2)), ok());
      t.http[0] = { status: 401, headers: [] };
      t.value(t.call('fetch', { url: `${BASE}/x` }));
    },
  },
  {
    name: 'fetch-401-twice',
    about: 'A second 401 is the answer.',
    rules: ['C10'],
    play(t) {
      t.signIn();
      const refused = { status: 401, headers: [] };
      t.http.push(refused, json(200, grant(2)), refused);
      if (t.value(t.call('fetch', { url: `${BASE}/x` })).status !== 401) throw new Error('not 401');
    },
  },
  {
    name: 'fetch-401-storm',
    about: 'Three requests are refused at once: one refresh, three replays.',
    rules: ['C10'],
    play(t) {
      t.signIn();
      t.hold.add('forward');
      for (let i = 0; i < 3; i += 1) t.begin('fetch', { url: `${BASE}/${i}` });
      const refused = { status: 401, headers: [] };
      t.http.push(json(200, grant(2)));
      for (const effect of [...t.waiting.values()]) t.answer(effect.id, refused);
      for (const effect of [...t.waiting.values()]) t.answer(effect.id, ok());
      for (const id of [2, 3, 4]) t.value(t.done.get(id));
    },
  },
  {
    name: 'fetch-401-stream',
    about: 'A body that can be read only once is not sent again: the 401 surfaces.',
    play(t) {
      t.signIn();
      const request = { url: `${BASE}/x`, method: 'PUT', replayable: false };
      t.value(t.call('fetch', request, { status: 401, headers: [] }));
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  },
  {
    name: 'fetch-401-refresh-fails',
    about: 'After a refused token and a failed refresh the call fails; it is never sent without.',
    play(t) {
      t.signIn();
      const busy = json(503, { error: 'unavailable' }, [['Retry-After', '9']]);
      t.http.push({ status: 401, headers: [] }, busy);
      t.error(t.call('fetch', { url: `${BASE}/x` }), 'server_unavailable');
      t.state('signed_in');
    },
  },
  {
    name: 'fetch-redirects',
    about: 'A redirect within the origin is followed, one that leaves it is the caller’s.',
    play(t) {
      t.signIn();
      t.http.push({ status: 302, headers: [['Location', '/y']] });
      t.http.push({ status: 302, headers: [['Location', 'https://elsewhere.example/']] });
      t.value(t.call('fetch', { url: `${BASE}/x` }));
    },
  },
  {
    name: 'fetch-cancelled',
    about: 'A request that is given up is cancelled at the host.',
    play(t) {
      t.signIn();
      t.hold.add('forward');
      const id = t.begin('fetch', { url: `${BASE}/x` });
      t.cancel(id);
    },
  },
  {
    name: 'borrowed-token',
    about: 'A borrowed token is asked for per request, and afresh after a 401; nothing is stored.',
    config: { session: 'borrowed', platform: 'web' },
    play(t) {
      t.authorize(`${BASE}/x`);
      t.credentials.push({ credential: 'clerk-1' }, { credential: 'clerk-2' });
      t.http.push({ status: 401, headers: [] }, ok());
      t.value(t.call('fetch', { url: `${BASE}/x` }));
      t.state('signed_in');
      t.authorize(`${BASE}/x`);
    },
  },
  {
    name: 'borrowed-signed-out',
    about: 'The owner of the session says that nobody is signed in.',
    config: { session: 'borrowed', platform: 'web' },
    play(t) {
      t.credentials.push({ credential: 'clerk-1' }, { error: 'signed_out' });
      t.value(t.call('access_token'));
      t.error(t.call('access_token'), 'signed_out');
      t.state('signed_out');
    },
  },
  {
    name: 'silent-sign-in',
    about: 'An ended session is renewed by one new WeChat code for all who wait.',
    config: { silent_sign_in: true },
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.hold.add('credential');
      t.http.push(json(400, { error: 'invalid_grant' }));
      t.begin('access_token');
      t.begin('access_token');
      t.credentials.push({ credential: 'wx-code-2' });
      t.http.push(json(200, { ...grant(2), isNewUser: false, user: USER }));
      t.release('credential');
      t.value(t.done.get(2));
      t.value(t.done.get(3));
    },
  },
  {
    name: 'silent-sign-in-declined',
    about: 'The person has to help: the session is kept but needs them.',
    config: { silent_sign_in: true },
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.credentials.push({ error: 'declined' });
      const ended = json(400, { error: 'invalid_grant' });
      t.error(t.call('access_token', {}, ended), 'session_expired');
      t.state('needs_user');
    },
  },
  {
    name: 'sign-out',
    about: 'Local state goes, then the server is told.',
    play(t) {
      t.signIn();
      t.value(t.call('sign_out', {}, { status: 204, headers: [], body: '' }));
      t.state('signed_out');
      t.authorize(`${BASE}/x`);
    },
  },
  {
    name: 'sign-out-offline',
    about: 'Local state goes even when nobody can be reached.',
    play(t) {
      t.signIn();
      t.call('sign_out', { scope: 'global' }, { error: 'network', detail: 'unreachable' });
      t.state('signed_out');
    },
  },
  {
    name: 'sign-out-others',
    about: 'The other sessions end; this one stays.',
    play(t) {
      t.signIn();
      t.value(t.call('sign_out', { scope: 'others' }, { status: 204, headers: [], body: '' }));
      t.state('signed_in');
    },
  },
  {
    name: 'sign-out-during-refresh',
    about: 'A sign-out while a refresh is under way wins; the late answer changes nothing.',
    rules: ['C9'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.hold.add('http');
      t.begin('access_token');
      const [refresh] = [...t.waiting.values()].filter((effect) => effect.kind === 'http');
      t.hold.delete('http');
      t.http.push(json(200, grant(3)), { status: 204, headers: [], body: '' }); // to end it there
      t.begin('sign_out');
      if (t.waiting.has(refresh.id)) t.answer(refresh.id, json(200, grant(2)));
      t.state('signed_out');
      t.error(t.call('access_token'), 'signed_out');
    },
  },
  {
    name: 'sign-out-before-the-first-refresh',
    about: 'Who waits for the store beside a sign-out renews nothing of what is being erased.',
    rules: ['C9'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.reopen();
      for (const kind of ['load', 'lock', 'erase']) t.hold.add(kind);
      t.begin('sign_out');
      const refresh = t.begin('access_token');
      t.http.push(json(200, grant(2)), { status: 204, headers: [], body: '' });
      t.release('load');
      const [erasing, renewing] = [...t.waiting.values()].filter((effect) => effect.kind === 'lock');
      t.answer(erasing.id, {});
      t.answer(renewing.id, { error: 'lock_timeout' });
      t.error(t.done.get(refresh), 'signed_out');
      t.release('erase');
      t.state('signed_out');
    },
  },
  {
    name: 'profile',
    about: 'The profile is read and changed; the person as known changes with it.',
    play(t) {
      t.signIn();
      const profile = {
        id: 'user-1',
        nickname: '小虎',
        avatarUrl: '',
        email: '',
        platform: 'miniprogram',
        identities: [{ provider: 'wechat', appId: 'wx1' }],
      };
      t.value(t.call('fetch_profile', {}, json(200, profile)));
      const changed = { ...profile, nickname: 'Tiger \u0001"\\' };
      t.value(t.call('update_profile', { nickname: 'Tiger' }, json(200, changed)));
      t.value(t.call('user'));
    },
  },
  {
    name: 'avatar',
    about: 'A file that only the host can read is uploaded by it, again after a 401.',
    play(t) {
      t.signIn();
      t.http.push(json(401, { error: 'invalid_token' }), json(200, grant(2)));
      t.http.push(json(200, { avatarUrl: 'https://img.example.com/2.png' }));
      t.http.push(json(200, { id: 'user-1', nickname: '', avatarUrl: 'https://img.example.com/2.png' }));
      t.value(t.call('upload_avatar', { file: 'wxfile://tmp/1.png' }));
    },
  },
  {
    name: 'unsupported-operations',
    about: 'What the unified backend has no endpoint for is answered at once.',
    play(t) {
      t.error(t.call('sign_in_with_oauth', { provider: 'wechat_qr' }), 'unsupported');
      t.error(t.call('exchange_code_for_session', { code: 'x' }), 'unsupported');
      t.error(t.call('sign_in_with_password', { email: 'a', password: 'b' }), 'unsupported');
      t.error(t.call('sign_up', { email: 'a', password: 'b' }), 'unsupported');
      t.error(t.call('sign_in_anonymously'), 'unsupported');
      t.error(t.call('adopt_session', { access_token: 'a', refresh_token: 'b' }), 'unsupported');
      for (const operation of ['sign_in_with_id_token', 'send_otp', 'verify_otp', 'resend', 'recover_password']) {
        t.error(t.call(operation, { redirect_to: BASE }), 'unsupported');
      }
      t.signIn();
      for (const operation of [
        'fetch_account', 'update_account', 'reauthenticate', 'list_identities', 'link_identity', 'unlink_identity',
        'enroll_factor', 'challenge_factor', 'verify_factor', 'remove_factor', 'list_factors',
      ]) {
        t.error(t.call(operation), 'unsupported');
      }
    },
  },
];

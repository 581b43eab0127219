// From one screen to another and back: sign-ins by scan, on one phone, and what a mini-program was opened for.
import assert from 'node:assert/strict';

import { USER, grant, json } from '../recorder.js';

const DEVICE = {
  device_code: 'device-1',
  user_code: 'BCDF-GHJK',
  verification_uri: 'https://example.com/device',
  expires_in: 300,
  interval: 5,
};
const PICTURE = { ...DEVICE, number: '42', picture: 'data:image/jpeg;base64,/9j/', scan_kind: 'mini_program_code' };
const LINK = { device_code: 'device-1', open_uri: 'weixin://dl/business/?t=abc', scan_kind: 'link', expires_in: 300, interval: 5 };
const SCENE = (letter) => `h1${letter}AAECAwQFBgcICQoLDA0ODw`;

const state = (name, more = {}) => json(200, { state: name, expires_in: 280, ...more });
const session = () => json(200, { ...grant(1), user: USER });
const shown = (t) => t.script.steps.map(({ expect }) => expect).filter((each) => each?.kind === 'present');
const bodyOf = (effect) => JSON.parse(effect.body);

/** A call that the server holds for 20 s. */
const held = (t, answer) => () => {
  t.pass(20_000);
  return answer;
};

export const stories = [
  {
    name: 'scan-sign-in',
    about: 'A code of the mini-program is shown, and again at each state; approved, it ends with a session.',
    config: { platform: 'web' },
    play(t) {
      t.http.push(json(200, PICTURE), held(t, state('pending')), state('scanned'), { error: 'network' });
      t.http.push(held(t, state('scanned')), state('approved', { nickname: '小虎' }), session());
      t.value(t.call('sign_in_by_scan', { client_name: 'Desk' }));
      assert.deepEqual(shown(t).map((each) => each.state), ['pending', 'scanned', 'approved']);
      assert.equal(shown(t)[0].picture, PICTURE.picture);
      assert.match(t.requests[1].body, /^device_code=device-1&since=pending&wait=20$/);
      t.state('signed_in');
    },
  },
  {
    name: 'scan-link-rotates',
    about: 'The address of an ordinary link changes while nobody has scanned it (B18); what is no address is not shown.',
    config: { platform: 'web' },
    play(t) {
      const at = (scene) => ({ verification_uri_complete: `https://example.com/m/?scene=${scene}` });
      t.http.push(json(200, { ...DEVICE, ...at('one'), number: '42', scan_kind: 'link' }));
      t.http.push(state('pending', at('two')), state('scanned'), state('approved'), session());
      t.value(t.call('sign_in_by_scan', {}));
      assert.deepEqual(shown(t).map((each) => each.url.slice(-3)), ['one', 'two', 'two', 'two']);
      t.http.push(json(200, { ...DEVICE, ...at('one'), scan_kind: 'link' }));
      t.http.push(state('pending', { verification_uri_complete: 'javascript:alert(1)' }), { status: 204 });
      t.error(t.call('sign_in_by_scan', {}), 'malformed_reply');
    },
  },
  {
    name: 'scan-ends',
    about: 'Declined, closed, expired by its own clock, or redeemed elsewhere: shown, and told.',
    config: { platform: 'web' },
    play(t) {
      const last = () => shown(t).at(-1).state;
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), state('scanned'), state('denied')), 'declined');
      assert.equal(last(), 'denied');
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), state('over')), 'credential_invalid');
      assert.equal(last(), 'over');
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), state('redeemed')), 'credential_invalid');
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), json(400, { error: 'invalid_grant' })), 'credential_invalid');
      const long = () => {
        t.pass(300_000);
        return { error: 'timeout' };
      };
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), long), 'credential_invalid');
      assert.equal(last(), 'over');
      const refused = json(400, { error: 'access_denied' });
      t.error(t.call('sign_in_by_scan', {}, json(200, PICTURE), state('approved'), refused), 'declined');
      t.state('signed_out');
    },
  },
  {
    name: 'scan-given-up',
    about: 'Who gives it up closes it at the server, too: nobody can agree to it any more.',
    config: { platform: 'web' },
    play(t) {
      t.http.push(json(200, PICTURE));
      const hold = () => {
        t.hold.add('http');
        return state('scanned');
      };
      t.http.push(hold);
      const asked = t.begin('sign_in_by_scan', {});
      t.cancel(asked);
      assert.match(t.requests.at(-1).url, /device_close$/);
      assert.equal(t.requests.at(-1).body, 'device_code=device-1');
      t.http.push({ status: 204 });
      t.release('http');
      t.state('signed_out');
    },
  },
  {
    name: 'device-sign-in',
    about: 'A server that has RFC 8628 and no more: polling slows down when asked to, and ends with a session. No picture is asked for.',
    config: { platform: 'desktop' },
    play(t) {
      t.http.push(json(200, DEVICE), json(404, { error: 'not_found' }));
      t.http.push(json(400, { error: 'authorization_pending' }), json(400, { error: 'slow_down' }));
      t.http.push({ error: 'network' }, session());
      t.value(t.call('sign_in_by_scan', { client_name: 'Desk', picture: '' }));
      assert.equal(t.requests[0].body, 'client_id=Desk&code=');
      assert.equal(shown(t).length, 1);
      t.state('signed_in');
    },
  },
  {
    name: 'device-odd-address',
    about: 'What is shown, to be opened or scanned, is a page of the web or nothing at all.',
    config: { platform: 'desktop' },
    play(t) {
      const odd = ['file:///etc/passwd', 'javascript:alert(1)', 'https://user@example.com/device', 'https:\\\\example.com', ''];
      for (const verification_uri of odd) {
        const closed = verification_uri === '' ? [] : [{ status: 204 }];
        t.error(t.call('sign_in_by_scan', {}, json(200, { ...DEVICE, verification_uri }), ...closed), 'malformed_reply');
      }
      for (const open_uri of ['weixin://scanqrcode', 'weixin://dl/business/?t= a', 'alipays://x']) {
        t.error(t.call('open_mini_program', {}, json(200, { ...LINK, open_uri }), { status: 204 }), 'malformed_reply');
      }
      assert.equal(shown(t).length, 0);
      t.state('signed_out');
    },
  },
  {
    name: 'one-phone',
    about: 'A link opens the mini-program; the page that began gets its session by the code that is shown there.',
    config: { platform: 'web' },
    play(t) {
      t.http.push(json(200, LINK), held(t, state('scanned')), { error: 'network' }, state('agreed'));
      const opened = t.value(t.call('open_mini_program', { client_name: 'Page' }));
      assert.equal(shown(t)[0].show, 'open_mini_program');
      assert.equal(shown(t)[0].url, LINK.open_uri);
      assert.equal(opened.state, 'agreed');
      const { sign_in } = opened;
      const wrong = json(422, { error: 'wrong_number', attemptsLeft: 4 });
      t.error(t.call('enter_return_code', { sign_in, code: '000000' }, wrong), 'wrong_number');
      const right = json(200, { nickname: '小虎', avatarUrl: USER.avatarUrl });
      assert.equal(t.value(t.call('enter_return_code', { sign_in, code: '123456' }, right)).nickname, '小虎');
      assert.equal(t.value(t.call('finish_sign_in', { sign_in }, session())).state, 'signed_in');
      t.state('signed_in');
    },
  },
  {
    name: 'one-phone-refused',
    about: 'Five wrong codes end it; one that is over gives nothing; a page can close its own.',
    config: { platform: 'web' },
    play(t) {
      const how = { sign_in: 'device-1', code: '000000' };
      t.error(t.call('enter_return_code', how, json(400, { error: 'access_denied' })), 'declined');
      t.error(t.call('enter_return_code', how, json(400, { error: 'expired_token' })), 'credential_invalid');
      t.error(t.call('enter_return_code', { sign_in: 'device-1' }), 'invalid_argument');
      t.error(t.call('finish_sign_in', { sign_in: 'device-1' }, json(400, { error: 'authorization_pending' })), 'refused');
      t.error(t.call('finish_sign_in', { sign_in: 'device-1' }, json(400, { error: 'invalid_grant' })), 'credential_invalid');
      assert.equal(t.call('close_sign_in', { sign_in: 'device-1' }, { status: 204 }).error, undefined);
      t.error(t.call('open_mini_program', {}, json(200, LINK), state('denied')), 'declined');
      t.error(t.call('open_mini_program', {}, json(200, LINK), json(404, { error: 'not_found' }), { status: 204 }), 'unsupported');
      t.state('signed_out');
    },
  },
  {
    name: 'one-phone-loaded-again',
    about: 'A page that was thrown away while WeChat was in front goes on with its handle, and begins nothing anew.',
    config: { platform: 'web' },
    play(t) {
      const opened = t.value(t.call('open_mini_program', { sign_in: 'device-1' }, state('scanned'), state('agreed')));
      assert.deepEqual(opened, { sign_in: 'device-1', state: 'agreed' });
      t.error(t.call('open_mini_program', { sign_in: 'device-1' }, state('redeemed')), 'credential_invalid');
    },
  },
  {
    name: 'one-phone-without-a-link',
    about: 'Where no link can be had the page shows a code to copy, and no return code is asked for.',
    config: { platform: 'web' },
    play(t) {
      const page = { ...DEVICE, number: '42', scan_kind: 'page' };
      const opened = t.value(t.call('open_mini_program', {}, json(200, page), state('approved')));
      assert.equal(opened.state, 'approved');
      assert.equal(shown(t)[0].code, DEVICE.user_code);
    },
  },
  {
    name: 'launch',
    about: 'What a mini-program was opened for is said once, for a code, a link and an ordinary link; other codes are not ours.',
    play(t) {
      t.signIn();
      const asks = { client: 'Desk', platform: 'web', place: 'Hangzhou', browser: 'Firefox', state: 'scanned', expiresIn: 200 };
      const answer = json(200, { id: 's-1', kind: 'sign_in', ...asks, sentAs: 'picture' });
      const options = { scene: 1048, path: 'pages/launch/launch', query: { scene: SCENE('s') } };
      const launch = t.value(t.call('launch', options, answer));
      assert.deepEqual(bodyOf(t.requests.at(-1)), { scene: SCENE('s'), openedAs: '1048' });
      assert.deepEqual([launch.opened, launch.sent_as, launch.number_needed, launch.binding], ['sign_in', 'picture', true, null]);
      assert.equal(t.value(t.call('launch', options)).opened, '');
      assert.equal(t.value(t.call('launch')).opened, '');
      assert.equal(t.value(t.call('approve_scan', { scan_id: 's-1', number: '42' }, json(200, { state: 'approved', expiresIn: 60 }))).return_code, '');

      const phone = json(200, { id: 's-2', kind: 'phone_sign_in', ...asks, sentAs: '' });
      assert.equal(t.value(t.call('launch', { scene: 1065, query: { scene: SCENE('p') } }, phone)).number_needed, false);
      const agreed = json(200, { state: 'agreed', returnCode: '123456', expiresIn: 60 });
      assert.equal(t.value(t.call('approve_scan', { scan_id: 's-2' }, agreed)).return_code, '123456');

      const q = encodeURIComponent(`https://example.com/m/?scene=${SCENE('b')}&x=1`);
      const binding = { bindingId: 'b-1', state: 'pending', preview: { nickname: '小*', platform: 'web', provider: 'clerk' }, expiresIn: 500 };
      const joined = json(200, { id: 'b-1', kind: 'binding', ...asks, sentAs: '', binding });
      const asked = t.value(t.call('launch', { scene: 1011, query: { q } }, joined));
      assert.deepEqual([asked.opened, asked.binding.binding_id, asked.binding.preview.nickname], ['binding', 'b-1', '小*']);
      assert.equal(t.call('deny_scan', { scan_id: 's-1' }, { status: 204 }).error, undefined);

      for (const query of [{}, { scene: 'id%3D5' }, { q: encodeURIComponent('https://example.com/t/?table=5') }, { scene: 5 }, { scene: `x${SCENE('s').slice(1)}` }]) {
        assert.equal(t.value(t.call('launch', { scene: 1047, query })).opened, '');
      }
    },
  },
  {
    name: 'launch-after-a-sign-in',
    about: 'Who has to sign in first does so, and goes on with what was opened before; a lost answer loses nothing.',
    play(t) {
      const options = { scene: 1047, query: { scene: SCENE('s') } };
      assert.equal(t.value(t.call('launch', options)).needs_sign_in, true);
      assert.equal(t.value(t.call('launch', options)).needs_sign_in, false);
      t.signIn();
      t.error(t.call('launch', {}, json(503, {})), 'server_unavailable');
      const answer = json(200, { id: 's-1', kind: 'sign_in', client: 'Desk', state: 'scanned', expiresIn: 200 });
      assert.equal(t.value(t.call('launch', {}, answer)).opened, 'sign_in');
      assert.equal(t.value(t.call('launch', options)).opened, '');
    },
  },
  {
    name: 'launch-refused',
    about: 'A second scanner is told that the code is used, and an unknown one is like one that is over.',
    play(t) {
      t.signIn();
      const at = (letter) => ({ scene: 1047, query: { scene: SCENE(letter) } });
      t.error(t.call('launch', at('s'), json(410, { error: 'scan_used' })), 'scan_used');
      t.error(t.call('launch', at('p'), json(400, { error: 'user_code_invalid' })), 'credential_invalid');
      t.error(t.call('launch', at('b'), json(422, { error: 'identity_already_exists' })), 'identity_in_use');
      t.error(t.call('approve_scan', { scan_id: 's-1', number: '41' }, json(422, { error: 'wrong_number' })), 'wrong_number');
      assert.equal(t.value(t.call('launch')).opened, '');
    },
  },
  {
    name: 'web-view-url',
    about: 'An address for a web-view, whose ticket is in its fragment; only for pages that the server names.',
    play(t) {
      t.signIn();
      const url = 'https://app.example.com/auth/arrive#ticket=t&to=%2Forders';
      const given = t.value(t.call('web_view_url', { url: 'https://app.example.com/orders' }, json(200, { url, expiresIn: 60 })));
      assert.deepEqual(given, { url, expires_in_ms: 60_000 });
      assert.deepEqual(bodyOf(t.requests.at(-1)), { url: 'https://app.example.com/orders', outlives: false });
      t.error(t.call('web_view_url', { url: 'https://evil.example' }, json(403, { error: 'origin_not_allowed' })), 'not_allowed');
    },
  },
  {
    name: 'bind-code-to-scan',
    about: 'A bind code with a code of the mini-program, or with a link, for who has the other half in WeChat.',
    play(t) {
      t.signIn();
      const code = { bindingId: 'b-1', bindCode: 'BCDFG-HJKLM', qr: 'q-1', expiresIn: 300 };
      const more = { picture: PICTURE.picture, url: `https://example.com/m/?scene=${SCENE('b')}`, scanKind: 'mini_program_code' };
      const given = t.value(t.call('create_bind_code', { target: 'wechat' }, json(200, { ...code, ...more })));
      assert.deepEqual([given.picture, given.url, given.scan_kind], [more.picture, more.url, more.scanKind]);
      assert.equal(bodyOf(t.requests.at(-1)).code, 'mini_program');
    },
  },
  {
    name: 'bind-link-rotates',
    about: 'Who draws the link of a bind code is told of another one (B18); who draws none waits for the other half.',
    play(t) {
      t.signIn();
      const at = (scene) => `https://example.com/m/?scene=${scene}`;
      const seen = (name, more) => json(200, { bindingId: 'b-1', state: name, role: 'issuer', expiresIn: 240, ...more });
      const drawing = (scene) => seen('issued', { url: at(scene) });
      const which = { binding_id: 'b-1', since: 'issued' };
      const news = t.value(t.call('wait_for_binding', { ...which, url: at('one') }, held(t, drawing('one')), drawing('two')));
      assert.deepEqual([news.state, news.url], ['issued', at('two')]);
      t.http.push(held(t, drawing('two')), held(t, drawing('three')), seen('pending'));
      const taken = t.value(t.call('wait_for_binding', which));
      assert.deepEqual([taken.state, taken.url], ['pending', '']);
    },
  },
  {
    name: 'scan-elsewhere',
    about: 'Other servers have none of this.',
    config: { backend: 'gotrue', app_key: 'anon-key' },
    play(t) {
      for (const operation of [
        'sign_in_by_scan', 'open_mini_program', 'enter_return_code', 'finish_sign_in', 'close_sign_in', 'launch', 'approve_scan',
        'deny_scan', 'web_view_url',
      ]) {
        t.error(t.call(operation), 'unsupported');
      }
    },
  },
];

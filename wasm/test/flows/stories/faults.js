// A refresh that fails: no passing trouble ends a session (C3), each terminal answer does (C4).
import { grant, json } from '../recorder.js';

const MINUTE = 60_000;
const html = (status) => ({
  status,
  headers: [['Content-Type', 'text/html']],
  body: '<html><title>Sign in to the network</title></html>',
});
const renewed = JSON.stringify(grant(2));

/** Every row of C3: what the host or the network does instead of answering properly. */
const passing = {
  dns: { error: 'network', detail: 'no such host' },
  refused: { error: 'network', detail: 'connection refused' },
  reset: { error: 'network', detail: 'connection reset' },
  'tls-bad-certificate': { error: 'tls', detail: 'self-signed' },
  'tls-expired': { error: 'tls', detail: 'certificate expired' },
  'tls-wrong-host': { error: 'tls', detail: 'wrong host' },
  timeout: { error: 'timeout' },
  oversized: { error: 'malformed_reply', detail: 'more than 1 MiB' },
  407: html(407),
  408: html(408),
  425: html(425),
  429: html(429),
  '403-html': html(403),
  '200-html': html(200),
  '200-empty-object': json(200, {}),
  truncated: json(200, renewed.slice(0, -7)),
  302: { status: 302, headers: [['Location', 'https://elsewhere.example/']], body: '' },
  '401-html': html(401),
};
for (const status of [500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530]) {
  passing[status] = html(status);
}
passing['503-json'] = json(503, { error: 'invalid_grant' });

/** What is tried again at once, twice, while a token has ended. */
const healing = new Set(['dns', 'refused', 'reset', '502', '503', '503-json', '504']);

/** Every row of C4: the server's own word, well-formed. */
const terminal = {
  invalid_grant: [400, 'session_expired'],
  refresh_token_not_found: [400, 'session_expired'],
  refresh_token_already_used: [400, 'session_expired'],
  session_not_found: [403, 'session_expired'],
  session_expired: [401, 'session_expired'],
  user_banned: [403, 'user_banned'],
};

function withValidToken([name, fault]) {
  return {
    name: `passing-${name}-valid`,
    about: 'The token is still good: it is served although its refresh fails.',
    rules: ['C3'],
    play(t) {
      t.signIn();
      t.pass(14 * MINUTE + 1);
      const access = t.value(t.call('access_token', {}, fault));
      if (access.token !== 'access-1') throw new Error(`${name}: another token`);
      t.state('signed_in');
      t.pass(10 * MINUTE);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  };
}

function withExpiredToken([name, fault]) {
  return {
    name: `passing-${name}-expired`,
    about: 'The token has ended and its refresh fails: an error to retry, and nobody is signed out.',
    rules: ['C3'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      const faults = healing.has(name) ? [fault, fault, fault] : [fault];
      const error = t.call('access_token', {}, ...faults).error;
      if (error?.action !== 'retry') throw new Error(`${name}: ${JSON.stringify(error)}`);
      t.state('signed_in');
      t.pass(10 * MINUTE);
      t.value(t.call('access_token', {}, json(200, grant(2))));
    },
  };
}

function ending([code, [status, error]]) {
  return {
    name: `terminal-${code}`,
    about: 'The server has ended the session: signed out once, one event, and stays so.',
    rules: ['C4'],
    play(t) {
      t.signIn();
      t.pass(16 * MINUTE);
      t.error(t.call('access_token', {}, json(status, { error: code })), error);
      t.state('signed_out');
      t.error(t.call('access_token'), 'signed_out');
      const told = t.events.filter((event) => event.kind === 'signed_out');
      if (told.length !== 1) throw new Error(`${code}: ${told.length} events`);
      if (t.store.has('hufu.session')) throw new Error(`${code}: still stored`);
    },
  };
}

const backOnline = {
  name: 'back-online',
  about: 'Where no server was reached the wait stays short, and ends when the host says that the network is back.',
  rules: ['C6'],
  play(t) {
    t.signIn();
    t.pass(16 * MINUTE);
    t.error(t.call('access_token', {}, passing.dns, passing.dns, passing.dns), 'network');
    t.pass(5000);
    for (let i = 0; i < 4; i += 1) {
      const error = t.error(t.call('access_token', {}, passing.dns), 'network');
      if (error.retry_after_ms > 5000) throw new Error(`${error.retry_after_ms} ms`);
      t.pass(5000);
    }
    t.error(t.call('access_token', {}, passing.dns), 'network');
    t.error(t.call('access_token'), 'network');
    t.wake();
    t.value(t.call('access_token', {}, json(200, grant(2))));
  },
};

const askedToWait = {
  name: 'woken-but-asked-to-wait',
  about: 'A wait that the server has asked for stays when the network comes back.',
  rules: ['C5'],
  play(t) {
    t.signIn();
    t.pass(16 * MINUTE);
    t.error(t.call('access_token', {}, passing[429]), 'rate_limited');
    t.wake();
    t.error(t.call('access_token'), 'rate_limited');
  },
};

const healed = {
  name: 'healed-in-a-moment',
  about: 'A connection that was reset, and a gateway, while the token has ended: nobody notices.',
  play(t) {
    t.signIn();
    t.pass(16 * MINUTE);
    t.value(t.call('access_token', {}, passing.reset, html(502), json(200, grant(2))));
  },
};

const keepsRefreshToken = {
  name: 'refresh-without-rotation',
  about: 'A renewal without a refresh token and a user: they are as before.',
  play(t) {
    t.signIn();
    for (let i = 0; i < 2; i += 1) {
      t.pass(16 * MINUTE);
      t.value(t.call('access_token', {}, json(200, { token: 'access-2', expiresIn: 900 })));
    }
    const stored = JSON.parse(t.store.get('hufu.session'));
    if (stored.refresh_token !== 'refresh-1' || stored.user?.id !== 'user-1') throw new Error('dropped');
  },
};

const alwaysRefused = {
  name: 'fetch-401-always',
  about: 'An endpoint that refuses each new token too: one renewal a minute, and its 401 passes on.',
  play(t) {
    const url = `${t.script.config.base_url}/x`;
    const no = { status: 401, headers: [] };
    t.signIn();
    t.value(t.call('fetch', { url }, no, json(200, grant(2)), no));
    t.value(t.call('fetch', { url }, no));
    t.pass(MINUTE);
    t.value(t.call('fetch', { url }, no, json(200, grant(3)), no));
  },
};

const fromTheFuture = {
  name: 'restart-clock-set-back',
  about: 'The clock was set back by hours since the session was stored: it is renewed, not believed.',
  play(t) {
    t.signIn();
    t.pass(-8 * 60 * MINUTE, 0);
    t.reopen();
    t.value(t.call('access_token', {}, json(200, grant(2))));
    t.reopen();
    t.value(t.call('access_token'));
  },
};

export const stories = [
  healed,
  keepsRefreshToken,
  alwaysRefused,
  fromTheFuture,
  backOnline,
  askedToWait,
  ...Object.entries(passing).map(withValidToken),
  ...Object.entries(passing).map(withExpiredToken),
  ...Object.entries(terminal).map(ending),
];

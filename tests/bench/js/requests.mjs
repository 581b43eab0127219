// Against the mock server: a thousand callers with an expired token, and requests a second beside
// the platform's own fetch.
import { startServer } from '../../support/server.js';
import { row } from './row.mjs';

const callers = 1000;
const seconds = 4;
const rounds = 16;

async function signedIn({ createClient }, server) {
  const { code } = await server.person();
  const client = createClient({ baseUrl: server.url, platform: 'miniprogram', host: { credential: code } });
  await client.signInWithWechat();
  return client;
}

async function stormRefreshes(client, server) {
  const refreshes = () => server.count('POST /api/auth/refresh');
  const before = await refreshes();
  const profile = `${server.url}/api/user/profile`;
  await server.advance(3_600_000);
  const responses = await Promise.all(Array.from({ length: callers }, () => client.fetch(profile)));
  if (!responses.every(({ ok }) => ok)) throw new Error('a request of the storm failed');
  await Promise.all(responses.map((response) => response.text()));
  return (await refreshes()) - before;
}

/** Requests a second, one after the other. */
async function perSecond(send) {
  const end = performance.now() + (seconds * 1000) / rounds;
  let sent = 0;
  while (performance.now() < end) {
    const response = await send();
    if (!response.ok) throw new Error(`status ${response.status}`);
    await response.text();
    ++sent;
  }
  return (sent * rounds) / seconds;
}

/** Our requests a second for one of the platform's. */
async function fetchRatio(client, server) {
  const profile = `${server.url}/api/user/profile`;
  const headers = client.authorize(profile);
  const ours = [];
  const bare = [];
  await perSecond(() => client.fetch(profile));
  for (let round = 0; round < rounds; ++round) {
    bare.push(await perSecond(() => fetch(profile, { headers })));
    ours.push(await perSecond(() => client.fetch(profile)));
  }
  return Number((Math.max(...ours) / Math.max(...bare)).toFixed(3));
}

/** Rows for requests. */
export async function requestRows(hufu) {
  let stop;
  const server = await startServer({ after: (end) => void (stop = end) }, '--limits', 'off');
  try {
    const client = await signedIn(hufu, server);
    const refreshes = await stormRefreshes(client, server);
    const ratio = await fetchRatio(client, server);
    client.close();
    return [
      row('js.storm_refreshes', refreshes, 'requests', '=1'),
      { ...row('js.fetch_ratio', ratio, 'ratio', '>=0.95', 'fetch'), ratio },
    ];
  } finally {
    stop();
  }
}

// Against the mock server: a thousand callers with an expired token, and requests a second beside
// the platform's own fetch.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { row } from './row.mjs';

const callers = 1000;
const seconds = 4;
const rounds = 16;

async function startServer(program) {
  const child = spawn(program, ['--port', '0', '--control', '--limits', 'off'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^listening (\S+)$/.exec(line);
    if (match) return { url: match[1], stop: () => child.kill() };
  }
  throw new Error('the mock server did not start');
}

async function control(server, method, path, body) {
  const response = await fetch(`${server.url}/_control${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

async function signedIn({ createClient }, server) {
  const { personId } = await control(server, 'POST', '/wechat/people', {});
  const credential = async () => (await control(server, 'POST', '/wechat/login-codes', { personId })).code;
  const client = createClient({ baseUrl: server.url, platform: 'miniprogram', host: { credential } });
  await client.signInWithWechat();
  return client;
}

async function stormRefreshes(client, server) {
  const refreshes = async () => (await control(server, 'GET', '/counters')).routes['POST /api/auth/refresh']?.requests ?? 0;
  const before = await refreshes();
  const profile = `${server.url}/api/user/profile`;
  await control(server, 'POST', '/clock/advance', { ms: 3_600_000 });
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
export async function requestRows(hufu, program) {
  const server = await startServer(program);
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
    server.stop();
  }
}

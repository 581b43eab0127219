// How long a signed-in client takes to sign: the fastest of several rounds, peers in the same run.
import { AuthClient } from '@supabase/auth-js';
import { row } from './row.mjs';

const baseUrl = 'https://api.example.com';
const url = `${baseUrl}/api/user/profile`;
const token = `eyJhbGciOiJIUzI1NiJ9.${'x'.repeat(300)}.${'y'.repeat(43)}`;
const lifetimeMs = 3_600_000;
const rounds = 7;
const calls = 300_000;

/** Nanoseconds of one call, the fastest of all rounds. Rounds of the contestants alternate. */
async function fastest(contestants) {
  const best = contestants.map(() => Infinity);
  for (let round = 0; round < rounds; ++round) {
    for (const [place, run] of contestants.entries()) {
      const begun = process.hrtime.bigint();
      await run(calls);
      best[place] = Math.min(best[place], Number(process.hrtime.bigint() - begun) / calls);
    }
  }
  return best.map((ns) => Math.round(ns));
}

async function signedIn({ createClient }) {
  const reply = { success: true, token, expiresIn: lifetimeMs / 1000, refreshToken: 'refresh-1', user: { id: 'user-1' } };
  const client = createClient({ baseUrl, host: { fetch: async () => Response.json(reply) } });
  await client.signInWithWechat({ code: 'wx-code' });
  return client;
}

/** What anyone would write by hand: the token's end is looked at, the header put together. */
function byHand() {
  const session = { token, end: Date.now() + lifetimeMs };
  return () =>
    Date.now() < session.end ? { 'X-Platform': 'web', Authorization: `Bearer ${session.token}` } : null;
}

async function authJs() {
  const expires = Math.floor(Date.now() / 1000) + lifetimeMs / 1000;
  const user = { id: 'user-1', aud: 'authenticated', role: 'authenticated', email: 'a@example.com' };
  const session = { access_token: token, refresh_token: 'refresh-1', token_type: 'bearer', expires_in: 3600, expires_at: expires, user };
  const values = new Map([['peer', JSON.stringify(session)]]);
  const storage = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
  const client = new AuthClient({ url: baseUrl, storageKey: 'peer', storage, autoRefreshToken: false });
  const { data } = await client.getSession();
  if (data.session?.access_token !== token) throw new Error('the peer is not signed in');
  return client;
}

/** Rows for signing. */
export async function speedRows(hufu) {
  const client = await signedIn(hufu);
  const sign = byHand();
  const peer = await authJs();
  let signed = 0;
  const [authorize, hand, accessToken, getSession] = await fastest([
    (times) => {
      for (let i = 0; i < times; ++i) signed += client.authorize(url) !== null;
    },
    (times) => {
      for (let i = 0; i < times; ++i) signed += sign() !== null;
    },
    async (times) => {
      for (let i = 0; i < times; ++i) signed += (await client.accessToken()).token.length > 0;
    },
    async (times) => {
      for (let i = 0; i < times; ++i) signed += (await peer.getSession()).data.session !== null;
    },
  ]);
  if (signed !== 4 * rounds * calls) throw new Error('a call gave nothing');
  client.close();
  return [
    row('js.authorize_ns', authorize, 'ns', '<=100', 'by hand', hand),
    row('js.get_access_token_ns', accessToken, 'ns', '<=300', 'auth-js getSession', getSession),
  ];
}

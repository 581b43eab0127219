// localStorage of one browser, and supabase-js and hufu in turn on it: what one writes the other goes on with.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';

import { createClient, webStorage } from '../../../wasm/dist/node.js';
import { startServerIn } from '../../support/server.js';
import { scan } from '../support/browser.js';
import { MemoryStorage, anonKey, eras } from '../support/supabase.js';
import { ada, good } from '../support/world.js';

const server = await startServerIn({ NEXT_PUBLIC_SUPABASE_ANON_KEY: anonKey }, { after });
const key = 'sb-127-auth-token';
const redirectTo = 'http://localhost:3000/private';
let storage;

beforeEach(async () => {
  await server.reset();
  storage = new MemoryStorage();
});

/** hufu in this browser, and the address that it would open. */
function hufu(t) {
  const shown = [];
  const host = { store: webStorage(() => storage), present: ({ url }) => void shown.push(url) };
  const client = createClient({ baseUrl: server.url, backend: 'gotrue', appKey: anonKey, host });
  t.after(() => client.close());
  return { client, shown };
}

const codeAt = (address) => new URL(address).searchParams.get('code');

for (const era of eras) {
  const supabase = () => era.browserClient(server.url, storage).auth;

  test(`${era.name}: theirs is ours`, async (t) => {
    const { session } = good(await supabase().signUp(ada));
    const { client } = hufu(t);
    assert.equal((await client.user()).id, session.user.id);
    assert.equal((await client.accessToken()).token, session.access_token);
  });

  test(`${era.name}: ours is theirs`, async (t) => {
    const { user } = await hufu(t).client.signUp(ada);
    assert.deepEqual([...storage.items.keys()], [key]);
    assert.equal(good(await supabase().getUser()).user.id, user.id);
    assert.notEqual(good(await supabase().refreshSession()).session, null);
  });

  test(`${era.name}: they begin with WeChat, we end it`, async (t) => {
    await server.person({ nickname: '小明' });
    const { url } = good(await supabase().signInWithOAuth({
      provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
    const code = codeAt(await scan(url, '小明'));
    const { user } = await hufu(t).client.exchangeCodeForSession({ code });
    assert.equal(good(await supabase().getUser()).user.id, user.id);
  });

  test(`${era.name}: we begin with WeChat, they end it`, async (t) => {
    await server.person({ nickname: '小明' });
    const { client, shown } = hufu(t);
    await client.signInWithOauth({ provider: 'wechat_qr', redirectTo });
    const code = codeAt(await scan(shown[0], '小明'));
    const { user } = good(await supabase().exchangeCodeForSession(code));
    assert.equal((await hufu(t).client.user()).id, user.id);
  });

  test(`${era.name}: signed out by either is signed out`, async (t) => {
    good(await supabase().signUp(ada));
    await hufu(t).client.signOut();
    assert.equal(good(await supabase().getSession()).session, null);
    await hufu(t).client.signInWithPassword(ada);
    assert.equal((await supabase().signOut()).error, null);
    assert.equal((await hufu(t).client.session()).state, 'signed_out');
  });
}

// Coming back.
import assert from 'node:assert/strict';

import { scan } from '../support/browser.js';
import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const redirectTo = 'http://localhost:3000/private';

async function scanned(world, auth) {
  await world.server.person({ nickname: '小明' });
  const { url } = good(await auth.signInWithOAuth({
    provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
  return new URL(await scan(url, '小明')).searchParams.get('code');
}

export default [
  works('signInWithPassword({ email, password })', async (world) => {
    await world.signUp();
    assert.equal(good(await world.browser().auth.signInWithPassword(ada)).user.email, ada.email);
  }),
  refused('400 invalid_credentials', "signInWithPassword({ email, password: 'wrong' })", async (world) => {
    await world.signUp();
    return world.browser().auth.signInWithPassword({ ...ada, password: 'wrong word' });
  }),
  refused('400 email_not_confirmed', 'signInWithPassword({ email, password }) // not confirmed', async ({ auth }) => {
    good(await auth.signUp(ada));
    return auth.signInWithPassword(ada);
  }, { switches: { emailConfirmation: true } }),
  works("signInWithOAuth({ provider: 'wechat_qr' }), exchangeCodeForSession(code)", async (world) => {
    const { user } = good(await world.auth.exchangeCodeForSession(await scanned(world, world.auth)));
    assert.equal(user.app_metadata.provider, 'wechat_qr');
  }),
  refused('400 bad_code_verifier', 'exchangeCodeForSession(code) // of another browser', async (world) => {
    const code = await scanned(world, world.browser().auth);
    good(await world.auth.signInWithOAuth({ provider: 'wechat_qr', options: { skipBrowserRedirect: true } }));
    return world.auth.exchangeCodeForSession(code);
  }),
];

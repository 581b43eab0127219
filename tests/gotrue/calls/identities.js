// Identities, and the ways in that others give.
import assert from 'node:assert/strict';

import { scan } from '../support/browser.js';
import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const redirectTo = 'http://localhost:3000/private';

async function linked(world) {
  await world.server.person({ nickname: '小红' });
  const { user } = await world.signUp();
  const { url } = good(await world.auth.linkIdentity({ provider: 'wechat_qr', options: { redirectTo, skipBrowserRedirect: true } }));
  // What linkIdentity gives is WeChat's page itself: the server was asked with the bearer token.
  const landed = new URL(await scan(url, '小红'));
  assert.equal(good(await world.auth.exchangeCodeForSession(landed.searchParams.get('code'))).user.id, user.id);
  return good(await world.auth.getUserIdentities()).identities;
}

export default [
  works('getUserIdentities()', async (world) => {
    const { user } = await world.signIn();
    const { identities: [identity] } = good(await world.auth.getUserIdentities());
    assert.deepEqual([identity.provider, identity.user_id, identity.identity_data.email], ['email', user.id, user.email]);
  }),
  works("linkIdentity({ provider: 'wechat_qr' })", async (world) => {
    assert.deepEqual((await linked(world)).map(({ provider }) => provider), ['email', 'wechat_qr']);
  }),
  works('unlinkIdentity(identity)', async (world) => {
    const identities = await linked(world);
    // A session that WeChat began would end with it.
    good(await world.auth.signInWithPassword(ada));
    good(await world.auth.unlinkIdentity(identities[1]));
    assert.equal(good(await world.auth.getUserIdentities()).identities.length, 1);
  }),
  refused('422 single_identity_not_deletable', 'unlinkIdentity(identity) // the last', async (world) => {
    await world.signIn();
    const { identities: [identity] } = good(await world.auth.getUserIdentities());
    return world.auth.unlinkIdentity(identity);
  }),
  ...[['linkIdentity({ provider })', (auth) => auth.linkIdentity({ provider: 'google' })],
    ['unlinkIdentity(identity)', async (auth) => auth.unlinkIdentity(good(await auth.getUserIdentities()).identities[0])],
  ].map(([call, ask]) => refused('404 manual_linking_disabled', `${call} // manual linking off`, async (world) => {
    await world.signIn();
    return ask(world.auth);
  }, { switches: { manualLinking: false } })),
  refused('400 provider_disabled', "signInWithIdToken({ provider: 'google', token })", ({ auth }) =>
    auth.signInWithIdToken({ provider: 'google', token: 'mock-id-token', nonce: 'mock-nonce' })),
  refused('404 saml_provider_disabled', 'signInWithSSO({ domain })', ({ auth }) => auth.signInWithSSO({ domain: 'example.com' })),
  refused('422 web3_provider_disabled', "signInWithWeb3({ chain: 'solana', message, signature })", ({ auth }) =>
    auth.signInWithWeb3({ chain: 'solana', message: 'test message', signature: new Uint8Array([1, 2, 3]) })),
];

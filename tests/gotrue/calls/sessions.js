// A session's life.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const sessionOf = async (auth) => good(await auth.getSession()).session;

export default [
  works('getSession(), after a restart', async (world) => {
    const { session } = await world.signIn();
    assert.equal((await sessionOf(world.browser(world.storage).auth)).access_token, session.access_token);
  }),
  works('refreshSession()', async (world) => {
    const { session } = await world.signIn();
    assert.notEqual(good(await world.auth.refreshSession()).session.refresh_token, session.refresh_token);
  }),
  refused('400 refresh_token_not_found', "refreshSession({ refresh_token: 'of nobody' })", ({ auth }) =>
    auth.refreshSession({ refresh_token: 'abcdefghijkl' })),
  works('setSession({ access_token, refresh_token })', async (world) => {
    const { session, user } = await world.signIn();
    assert.equal(good(await world.browser().auth.setSession(session)).user.id, user.id);
  }),
  works('getClaims()', async (world) => {
    const { user } = await world.signIn();
    const { claims } = good(await world.auth.getClaims());
    assert.equal(claims.sub, user.id);
    assert.equal(claims.aal, 'aal1');
  }),
  ...['global', 'local', 'others'].map((scope) => works(`signOut({ scope: '${scope}' })`, async (world) => {
    await world.signUp();
    const other = world.browser().auth;
    good(await other.signInWithPassword(ada));
    assert.equal((await world.auth.signOut({ scope })).error, null);
    assert.equal((await other.refreshSession()).error === null, scope === 'local');
    assert.equal((await world.auth.refreshSession()).error === null, scope === 'others');
  })),
];

// What somebody changes about an account.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

export default [
  works('getUser()', async (world) => {
    const { user } = await world.signIn();
    assert.equal(good(await world.auth.getUser()).user.id, user.id);
  }),
  works('updateUser({ data })', async (world) => {
    await world.signIn();
    good(await world.auth.updateUser({ data: { colour: 'red', team: 'engines' } }));
    good(await world.auth.updateUser({ data: { colour: null, full_name: '阿达' } }));
    const { user_metadata: said } = good(await world.auth.getUser()).user;
    assert.deepEqual([said.colour, said.team, said.full_name], [undefined, 'engines', '阿达']);
  }),
  works('updateUser({ password })', async (world) => {
    await world.signUp();
    good(await world.auth.updateUser({ password: 'another good one' }));
    good(await world.browser().auth.signInWithPassword({ ...ada, password: 'another good one' }));
  }),
  refused('422 same_password', "updateUser({ password: 'the same' })", async (world) => {
    await world.signUp();
    return world.auth.updateUser({ password: ada.password });
  }),
  works('updateUser({ email, password }) // who was anonymous', async (world) => {
    const { user } = good(await world.auth.signInAnonymously());
    good(await world.auth.updateUser(ada));
    const back = good(await world.browser().auth.signInWithPassword(ada)).user;
    assert.equal(back.id, user.id);
    assert.equal(back.is_anonymous, false);
  }),
];

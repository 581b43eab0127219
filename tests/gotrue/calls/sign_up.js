// Becoming somebody.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

export default [
  works('signUp({ email, password })', async ({ auth }) => {
    const { user, session } = good(await auth.signUp(ada));
    assert.equal(user.email, ada.email);
    assert.equal(session.user.id, user.id);
  }),
  works('signUp({ email, password, options: { data } })', async ({ auth }) => {
    const data = { full_name: 'علي 🧿 小明', cart: [1, 2] };
    const { user } = good(await auth.signUp({ ...ada, options: { data } }));
    assert.equal(user.user_metadata.full_name, data.full_name);
    assert.deepEqual(user.user_metadata.cart, data.cart);
  }),
  refused('422 user_already_exists', "signUp({ email: 'of somebody', password })", async (world) => {
    await world.signUp();
    return world.browser().auth.signUp(ada);
  }),
  refused('422 weak_password', "signUp({ email, password: 'short' })", ({ auth }) => auth.signUp({ ...ada, password: 'short' })),
  refused('422 signup_disabled', 'signUp({ email, password }) // sign-ups off', ({ auth }) => auth.signUp(ada), {
    switches: { signUps: false } }),
  works('signInAnonymously({ options: { data } })', async ({ auth }) => {
    const { user } = good(await auth.signInAnonymously({ options: { data: { cart: 3 } } }));
    assert.equal(user.is_anonymous, true);
    assert.equal(user.user_metadata.cart, 3);
  }),
  refused('422 anonymous_provider_disabled', 'signInAnonymously() // off', ({ auth }) => auth.signInAnonymously(), {
    switches: { anonymousSignIns: false } }),
];

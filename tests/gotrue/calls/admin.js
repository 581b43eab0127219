// What an application's own server may do, with the service_role key.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const { email, password } = ada;
const nobody = '83fd9e20-7a80-46e4-bf29-a86e3d6bbf66';

const made = async (admin, more = {}) => good(await admin.createUser({ ...ada, email_confirm: true, ...more })).user;
/** Without a password, which takes longer to hash than all else. */
const known = async (admin, more) => good(await admin.createUser({ email, email_confirm: true, ...more })).user;

export default [
  works('admin.createUser({ email, password, email_confirm, user_metadata, app_metadata })', async (world) => {
    const user = await made(world.admin, { user_metadata: { full_name: '阿达' }, app_metadata: { roles: ['editor'] } });
    assert.deepEqual(user.user_metadata, { full_name: '阿达' });
    assert.deepEqual([user.app_metadata.roles, user.app_metadata.provider, user.app_metadata.providers], [['editor'], 'email', ['email']]);
    assert.ok(user.email_confirmed_at);
    assert.equal(good(await world.auth.signInWithPassword(ada)).user.id, user.id);
  }),
  refused('400 validation_failed', "admin.createUser({ email: 'none' })", ({ admin }) => admin.createUser({ email: 'xx:;x@x.x', password })),
  refused('422 email_exists', "admin.createUser({ email: 'of somebody' })", async ({ admin }) => {
    await known(admin);
    return admin.createUser({ email });
  }),
  refused('400 email_not_confirmed', 'admin.createUser({ email, password }), signInWithPassword(…)', async ({ admin, auth }) => {
    good(await admin.createUser(ada));
    return auth.signInWithPassword(ada);
  }),
  works('admin.listUsers({ page, perPage })', async ({ admin }) => {
    for (const name of ['a', 'b', 'c']) good(await admin.createUser({ email: `${name}@example.com` }));
    const { users, aud, nextPage, lastPage, total } = good(await admin.listUsers({ page: 1, perPage: 2 }));
    assert.deepEqual([users.length, aud, nextPage, lastPage, total], [2, 'authenticated', 2, 2, 3]);
    assert.equal(good(await admin.listUsers({ page: 2, perPage: 2 })).users.length, 1);
  }),
  refused('400 validation_failed', 'admin.listUsers({ page: -1 })', ({ admin }) => admin.listUsers({ page: -1, perPage: 10 })),
  works('admin.getUserById(id)', async ({ admin }) => {
    const { id } = await known(admin);
    assert.equal(good(await admin.getUserById(id)).user.email, email);
  }),
  refused('404 user_not_found', "admin.getUserById('of nobody')", ({ admin }) => admin.getUserById(nobody)),
  works('admin.updateUserById(id, { email, user_metadata, app_metadata, password })', async ({ admin, auth }) => {
    const { id } = await made(admin, { user_metadata: {} });
    const change = { email: 'countess@example.com', password: 'another good one', user_metadata: { colour: 'red' }, app_metadata: { roles: ['x'] } };
    const { user } = good(await admin.updateUserById(id, change));
    assert.equal(user.email, change.email);
    assert.deepEqual(user.user_metadata, change.user_metadata);
    assert.deepEqual(user.app_metadata.roles, ['x']);
    good(await auth.signInWithPassword({ email: change.email, password: change.password }));
  }),
  works('admin.updateUserById(id, { email_confirm: true })', async ({ admin, auth }) => {
    const { user } = good(await auth.signUp(ada));
    assert.ok(!('email_confirmed_at' in user));
    assert.ok(good(await admin.updateUserById(user.id, { email_confirm: true })).user.email_confirmed_at);
    good(await auth.signInWithPassword(ada));
  }, { switches: { emailConfirmation: true } }),
  refused('400 user_banned', "admin.updateUserById(id, { ban_duration: '24h' }), signInWithPassword(…)", async ({ admin, auth }) => {
    const { id } = await made(admin);
    assert.ok(good(await admin.updateUserById(id, { ban_duration: '24h' })).user.banned_until);
    return auth.signInWithPassword(ada);
  }),
  works("admin.updateUserById(id, { ban_duration: 'none' })", async ({ admin, auth }) => {
    const { id } = await made(admin);
    good(await admin.updateUserById(id, { ban_duration: '24h' }));
    good(await admin.updateUserById(id, { ban_duration: 'none' }));
    good(await auth.signInWithPassword(ada));
  }),
  works('admin.deleteUser(id)', async (world) => {
    const { id } = (await world.signIn()).user;
    assert.equal((await world.admin.deleteUser(id)).error, null);
    assert.notEqual((await world.auth.getUser()).error, null);
    assert.equal((await world.admin.getUserById(id)).error.code, 'user_not_found');
    assert.notEqual((await world.signIn()).user.id, id);
  }, { switches: { sendInterval: 0 } }),
  works('admin.deleteUser(id, true) // soft', async ({ admin, auth }) => {
    const { id } = await made(admin);
    assert.equal((await admin.deleteUser(id, true)).error, null);
    assert.equal((await auth.signInWithPassword(ada)).error.code, 'invalid_credentials');
    assert.ok(good(await admin.getUserById(id)).user.deleted_at);
  }),
  refused('404 user_not_found', "admin.deleteUser('of nobody')", ({ admin }) => admin.deleteUser(nobody)),
  works('admin.mfa.listFactors({ userId }), admin.mfa.deleteFactor({ userId, id })', async (world) => {
    const { user } = await world.signIn();
    const { id } = good(await world.auth.mfa.enroll({ factorType: 'totp' }));
    const { factors } = good(await world.admin.mfa.listFactors({ userId: user.id }));
    assert.deepEqual(factors.map((factor) => factor.id), [id]);
    good(await world.admin.mfa.deleteFactor({ userId: user.id, id }));
    assert.deepEqual(good(await world.admin.mfa.listFactors({ userId: user.id })).factors, []);
  }),
  works('admin.signOut(accessToken)', async (world) => {
    const { session } = await world.signIn();
    assert.equal((await world.admin.signOut(session.access_token)).error, null);
    assert.notEqual((await world.auth.refreshSession()).error, null);
  }),
  refused('403 bad_jwt', "admin.signOut('none')", ({ admin }) => admin.signOut('this-is-a-bad-token')),
  refused('403 not_admin', 'admin.listUsers() // with the token of a person', async (world) => {
    const { session } = await world.signIn();
    return world.era.adminOf(world.server.url, session.access_token).listUsers();
  }),
];

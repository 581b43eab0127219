// Links that an application's own server makes or has sent.
import assert from 'node:assert/strict';

import { works } from '../support/table.js';
import { ada, good } from '../support/world.js';

const { email, password } = ada;
const redirectTo = 'http://localhost:3000/private';

const link = (type, ask, more = {}) => works(`admin.generateLink({ type: '${type}', … }), verifyOtp({ token_hash, type })`, async (world) => {
  if (more.ofSomebody) good(await world.admin.createUser({ email, email_confirm: true }));
  const { properties, user } = good(await world.admin.generateLink({ type, email, ...ask, options: { redirectTo } }));
  assert.match(properties.action_link, /\?token=/);
  assert.ok(properties.action_link.includes(`redirect_to=${redirectTo}`), properties.action_link);
  assert.match(properties.email_otp, /^\d{6}$/);
  assert.equal(properties.verification_type, type);
  assert.equal(user.email, email);
  const answer = await world.auth.verifyOtp({ token_hash: properties.hashed_token, type: more.verify ?? type });
  assert.equal(answer.error, null);
}, more.switches ? { switches: more.switches } : {});

export default [
  link('signup', { password }, { switches: { emailConfirmation: true } }),
  link('invite', {}),
  link('magiclink', {}, { ofSomebody: true }),
  link('recovery', {}, { ofSomebody: true }),
  link('email_change_current', { newEmail: 'countess@example.com' }, { ofSomebody: true, verify: 'email_change' }),
  link('email_change_new', { newEmail: 'countess@example.com' }, { ofSomebody: true, verify: 'email_change' }),
  works('admin.inviteUserByEmail(email, { data, redirectTo })', async (world) => {
    const { user } = good(await world.admin.inviteUserByEmail(email, { data: { team: 'engines' }, redirectTo }));
    assert.ok(user.invited_at);
    const { tokenHash } = await world.message(email);
    const there = good(await world.auth.verifyOtp({ token_hash: tokenHash, type: 'invite' })).user;
    assert.deepEqual([there.id, there.user_metadata.team], [user.id, 'engines']);
  }),
];

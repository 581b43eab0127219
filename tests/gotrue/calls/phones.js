// Telephone numbers.
import assert from 'node:assert/strict';

import { refused, works } from '../support/table.js';
import { ada, good, password } from '../support/world.js';

const phone = '8613800138000';
const on = { switches: { phoneSignIns: true, phoneConfirmation: true } };
const atOnce = { switches: { phoneSignIns: true, phoneConfirmation: false } };

export default [
  works("signInWithOtp({ phone }), verifyOtp({ phone, token, type: 'sms' })", async (world) => {
    good(await world.auth.signInWithOtp({ phone }));
    const { code } = await world.message(phone);
    const { user } = good(await world.auth.verifyOtp({ phone, token: code, type: 'sms' }));
    assert.equal(user.phone, phone);
    assert.ok(user.phone_confirmed_at);
  }, on),
  works("signUp({ phone, password }), verifyOtp({ phone, token, type: 'sms' })", async (world) => {
    assert.equal(good(await world.auth.signUp({ phone, password })).session, null);
    const { code } = await world.message(phone);
    good(await world.auth.verifyOtp({ phone, token: code, type: 'sms' }));
    assert.equal(good(await world.browser().auth.signInWithPassword({ phone, password })).user.phone, phone);
  }, on),
  works('signUp({ phone, password }) // phone confirmation off', async (world) => {
    const { user } = good(await world.auth.signUp({ phone, password }));
    assert.equal(user.app_metadata.provider, 'phone');
    good(await world.browser().auth.signInWithPassword({ phone, password }));
  }, atOnce),
  works("resend({ type: 'sms', phone })", async (world) => {
    good(await world.auth.signUp({ phone, password }));
    await world.server.advance(61_000);
    good(await world.auth.resend({ type: 'sms', phone }));
    const { code } = await world.message(phone);
    good(await world.auth.verifyOtp({ phone, token: code, type: 'sms' }));
  }, on),
  works("updateUser({ phone }), verifyOtp({ phone, token, type: 'phone_change' })", async (world) => {
    await world.signIn();
    good(await world.auth.updateUser({ phone }));
    const { code } = await world.message(phone);
    assert.equal(good(await world.auth.verifyOtp({ phone, token: code, type: 'phone_change' })).user.phone, phone);
    assert.equal(good(await world.auth.getUser()).user.email, ada.email);
  }, on),
  refused('400 phone_not_confirmed', 'signInWithPassword({ phone, password }) // not confirmed', async ({ auth }) => {
    good(await auth.signUp({ phone, password }));
    return auth.signInWithPassword({ phone, password });
  }, on),
  refused('400 phone_provider_disabled', 'signInWithOtp({ phone }) // phone off', ({ auth }) => auth.signInWithOtp({ phone })),
  refused('400 phone_provider_disabled', 'signUp({ phone, password }) // phone off', ({ auth }) => auth.signUp({ phone, password })),
  refused('403 otp_expired', "verifyOtp({ phone, token: 'wrong', type: 'sms' })", ({ auth }) =>
    auth.verifyOtp({ phone, token: '123456', type: 'sms' })),
  refused('400 validation_failed', "verifyOtp({ phone: 'none', token, type: 'sms' })", ({ auth }) =>
    auth.verifyOtp({ phone: `${phone}-none`, token: '123456', type: 'sms' })),
];

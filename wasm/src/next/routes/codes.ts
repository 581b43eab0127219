// One-time codes: sent by mail or SMS, typed into a form, or followed as the link of a mail.
import type { OtpType } from 'hufu';

import type { Answer } from './answer.js';
import { typedIn } from './answer.js';
import { addressOf, captchaOf, type Form } from './form.js';

// A `type` is whatever somebody has sent: the server refuses one that does not exist.

/** What GoTrue's `/resend` sends again; to sign in, one asks for another code. */
const resent = new Set<string | undefined>(['signup', 'email_change', 'sms', 'phone_change']);

/** Without `code` one is sent, or sent again, to `email` or `phone`; with `code` it signs in, or confirms what it was sent for. */
export function otp(answer: Answer, form: Form): Promise<Response> {
  return form('code') === undefined ? send(answer, form) : verify(answer, form, answer.from(form, 'signIn'));
}

function send(answer: Answer, form: Form): Promise<Response> {
  const type = form('type');
  const from = answer.from(form, type === 'reauthentication' ? 'account' : 'signIn');
  return answer.run(from, form, async (client) => {
    const address = addressOf(form);
    const how = { ...address, redirectTo: address.email && answer.beside('callback'), captchaToken: captchaOf(form) };
    if (type === 'reauthentication') await client.reauthenticate();
    else if (resent.has(type)) await client.resend({ ...how, type: type as OtpType });
    else await client.sendOtp({ ...how, createUser: form('create_user') !== 'false', data: form.data });
    answer.detours.beginMail(answer.next);
    return answer.tell(from, { notice: 'code_sent', ...typedIn(form) });
  });
}

/** By `token_hash` and `type`: what the page behind a mail's link posts. */
export function confirm(answer: Answer, form: Form): Promise<Response> {
  answer.next ||= answer.detours.common();
  return verify(answer, form, answer.from(form, 'signIn'));
}

function verify(answer: Answer, form: Form, from: string): Promise<Response> {
  return answer.run(from, form, async (client) => {
    const tokenHash = form('token_hash');
    const typed = tokenHash === undefined ? { ...addressOf(form), code: form('code') } : { tokenHash };
    const type = form('type');
    const { state } = await client.verifyOtp({ ...typed, type: type as OtpType | undefined, captchaToken: captchaOf(form) });
    if (state !== 'signed_in') return answer.tell(answer.page('account'), { notice: 'confirm_other_address' });
    answer.detours.forget();
    const isChange = type === 'email_change' || type === 'phone_change';
    return isChange ? answer.tell(answer.next || answer.page('account'), { notice: 'account_updated', next: '' }) : answer.onwards();
  });
}

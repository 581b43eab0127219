// Tokens of the documents' servers, which have neither `iss` nor `aud`, as a server gives them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noServer, startServerIn } from '../../support/server.js';
import { createGuard, server as hufu } from '../support/guard.js';

const { miniLogin, wxLogin } = hufu;
const secret = 'a secret of forty letters, of one server.';

async function posted(url, body) {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return answer.text();
}

const personOf = (issuer, token, headers = { Authorization: `Bearer ${token}` }) =>
  createGuard({ issuers: [issuer] }).authenticate(new Request('https://api.example.com/orders', { headers }));

test('the tokens of wxLogin and mini-login are of the person who signed in, each at its own guard', { skip: noServer }, async (t) => {
  const server = await startServerIn({ JWT_SECRET: secret }, t);
  const phone = await server.person();

  const mini = JSON.parse(await posted(`${server.url}/api/v1/auth/mini-login`, { code: await phone.code() }));
  assert.equal((await personOf(miniLogin({ secret }), mini.token)).id, String(mini.user.id));

  const code = await phone.code();
  const { encryptedData, iv } = await phone.data();
  const wx = await posted(`${server.url}/users/wxLogin`, { code, encryptedData, iv });
  const person = await personOf(wxLogin({ secret }), wx, { Authorization: wx });
  assert.equal(person.id, JSON.parse(Buffer.from(wx.split('.')[1], 'base64url')).userId);

  await assert.rejects(personOf(miniLogin({ secret: secret.toUpperCase() }), mini.token), { status: 401, reason: 'bad_signature' });
});

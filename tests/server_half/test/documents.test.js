// The routes of the documents, copied out: for people of both halves, and for what others make of their tokens.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { forgedTokens, forgedUnifiedSession } from '../../support/forged.js';
import { filesOf, textOf } from '../../support/pages.js';
import { noServer, startServer } from '../../support/server.js';
import { project } from '../support/project.js';
import { forgedOf, refusals, signIn } from '../support/unified.js';

/** The code, in a project that has the package and jose; its guard takes cookies, as the page of guards says. */
async function routeOf(page, server) {
  const blocks = [...textOf(page).matchAll(/^```[tj]s\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const code = blocks.find((block) => block.includes('createGuard({ issuers })'));
  const [withCookies] = /createGuard\(\{ issuers, cookies: \{\} \}\)/.exec(textOf('docs/how-to/guard.md'));
  const home = project('hufu', 'jose');
  const own = code
    .replace('createGuard({ issuers })', withCookies)
    .replaceAll('https://api.example.com', server.url)
    .replace("issuer: 'https://clerk.example.com'", `issuer: '${server.url}/clerk', authorizedParties: ['https://shop.example.com']`);
  writeFileSync(join(home, 'route.mjs'), own);
  return import(pathToFileURL(join(home, 'route.mjs')));
}

test('docs/how-to/ask-wechat.md: a route of a server that asks WeChat itself', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const code = filesOf('docs/how-to/ask-wechat.md')['login.js'];
  const home = project('hufu');
  Object.assign(process.env, { WECHAT_APP_ID: 'wx0000000000000001', WECHAT_APP_SECRET: 'fake-wechat-app-secret-for-tests' });
  writeFileSync(join(home, 'route.mjs'), code.replace('{ appId, secret }', `{ appId, secret, baseUrl: '${server.url}/wechat' }`));
  const { POST } = await import(pathToFileURL(join(home, 'route.mjs')));
  const ask = (body) => POST(new Request('https://shop.example.com/login', { method: 'POST', body: JSON.stringify(body) }));
  const person = await server.person({ phoneNumber: '13800001234' });
  const codes = { code: await person.code(), phoneCode: await person.phoneCode() };
  const { openId, purePhoneNumber } = await (await ask(codes)).json();
  assert.match(openId, /^o[\w-]{27}$/);
  assert.equal(purePhoneNumber, '13800001234');
  const again = await ask(codes);
  assert.deepEqual([again.status, (await again.json()).error], [400, 'code_invalid']);
});

test('docs/from-the-article/clerk-and-wechat.md: a guard in the place of authMiddleware, with the table of before', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const home = project('hufu', 'jose');
  const files = {
    ...filesOf('docs/from-the-article/clerk-and-wechat.md'),
    // As the document's table has it: a SERIAL, and the id of both halves.
    'lib/db/user-mapping.js': `export const getUserByClerkId = async (id) =>
      id === globalThis.known ? { id: 7, clerkUserId: id, wechatOpenid: null, unifiedUserId: 'of ' + id } : null;\n`,
    'package.json': '{ "type": "module" }',
  };
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), code.replace('https://your-domain.com', server.url).replace('https://clerk.example.com', `${server.url}/clerk`));
  }
  const { GET } = await import(pathToFileURL(join(home, 'app/api/orders/route.js')));
  const ask = async (token) => {
    const answer = await GET(new Request('https://shop.example.com/', { headers: { Authorization: `Bearer ${token}` } }));
    return [answer.status, (await answer.json()).owner];
  };
  const { token, user } = await signIn(server);
  assert.deepEqual(await ask(token), [200, user.id]);
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Li' });
  const { token: clerkToken } = await server.control('POST', '/clerk/session-tokens', { userId });
  assert.deepEqual(await ask(clerkToken), [403, undefined], 'not in the table yet');
  globalThis.known = userId;
  assert.deepEqual(await ask(clerkToken), [200, `of ${userId}`]);
  for (const [kind, forged] of Object.entries(await forgedOf(server, await startServer(t)))) {
    const [status, owner] = await ask(forged);
    assert.ok(refusals(kind, 401).includes(status) && owner === undefined, `${kind}: ${status}`);
  }
});

const route = (page) => test(`${page}: a route of both halves; nobody gets in by what others make of a token`, { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const { GET } = await routeOf(page, server);
  const ask = async (headers) => {
    const answer = await GET(new Request('https://shop.example.com/api/orders', { headers }));
    return [answer.status, (await answer.json()).owner];
  };
  const { token, user } = await signIn(server);
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Li' });
  const { token: clerkToken } = await server.control('POST', '/clerk/session-tokens', { userId });
  const ways = { header: (one) => ({ Authorization: `Bearer ${one}` }), ours: (one) => ({ Cookie: `hufu.session=${forgedUnifiedSession(server.url, one)}` }), clerks: (one) => ({ Cookie: `__session=${one}` }) };
  assert.deepEqual(await ask(ways.header(token)), [200, user.id]);
  assert.deepEqual(await ask(ways.ours(token)), [200, user.id]);
  assert.deepEqual(await ask(ways.header(clerkToken)), [200, userId]);
  assert.deepEqual(await ask(ways.clerks(clerkToken)), [200, userId]);
  assert.deepEqual(await ask({}), [401, undefined]);
  // Each is good, and in the other's cookie.
  assert.deepEqual(await ask(ways.ours(clerkToken)), [401, undefined]);
  assert.deepEqual(await ask(ways.clerks(token)), [401, undefined]);

  await server.advance(-3600_000);
  const { token: ended } = await server.control('POST', '/clerk/session-tokens', { userId });
  await server.advance(3600_000);
  const ofClerk = forgedTokens({ good: clerkToken, elsewhere: token, ended });
  for (const [way, forged] of [['header', ofClerk], ['clerks', ofClerk]]) {
    for (const [kind, one] of Object.entries(forged)) {
      if (way === 'header' && kind === 'another server') continue; // that is ours, and good there
      assert.deepEqual(await ask(ways[way](one)), [401, undefined], `${way}: ${kind}`);
    }
  }
  const ofOurs = await forgedOf(server, await startServer(t));
  for (const way of ['header', 'ours']) {
    for (const [kind, one] of Object.entries(ofOurs)) {
      const [status, owner] = await ask(ways[way](one));
      assert.ok(refusals(kind, 401).includes(status) && owner === undefined, `${way}: ${kind}: ${status}`);
    }
  }
});
['docs/how-to/guard.md', 'README.md'].forEach(route);

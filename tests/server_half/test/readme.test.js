// The route of wasm/README.md, copied out: for people of both halves, and for what others make of their tokens.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { noServer, startServer } from '../../support/server.js';
import { packageFolder } from '../support/guard.js';
import { project } from '../support/project.js';

/** The code, in a project that has the package and jose. */
async function routeOf(server) {
  const [, section] = readFileSync(join(packageFolder, 'README.md'), 'utf8').split('\n## Your own server\n');
  const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(section);
  const home = project('hufu', 'jose');
  const own = code.replaceAll('https://api.example.com', server.url).replaceAll('https://clerk.example.com', `${server.url}/clerk`);
  writeFileSync(join(home, 'route.mjs'), own);
  return import(pathToFileURL(join(home, 'route.mjs')));
}

test('README: a route of both halves, in six lines', { skip: noServer }, async (t) => {
  const server = await startServer(t);
  const { GET } = await routeOf(server);
  const ask = (token) => GET(new Request('https://shop.example.com/api/orders', { headers: token ? { Authorization: `Bearer ${token}` } : {} }));

  const person = await server.person();
  const headers = { 'Content-Type': 'application/json', 'X-Platform': 'miniprogram' };
  const signedIn = await fetch(`${server.url}/api/wechat/login`, { method: 'POST', headers, body: JSON.stringify({ code: await person.code() }) });
  const { token, user } = await signedIn.json();
  const { userId } = await server.control('POST', '/clerk/users', { firstName: 'Li' });
  const { token: clerkToken } = await server.control('POST', '/clerk/session-tokens', { userId });

  for (const [good, owner] of [[token, user.id], [clerkToken, userId]]) {
    const answer = await ask(good);
    assert.deepEqual([answer.status, await answer.json()], [200, { owner }]);
    const [head, claims, signature] = good.split('.');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url')), sub: 'ADMIN' })).toString('base64url');
    for (const forged of [`${head}.${other}.${signature}`, `${unsigned}.${claims}.`, `${unsigned}.${other}.${signature}`]) {
      assert.equal((await ask(forged)).status, 401);
    }
  }
  assert.equal((await ask(null)).status, 401);
});

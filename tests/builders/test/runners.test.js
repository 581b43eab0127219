// Test runners and plain Node: every entry that they may load, and what an uncaught error looks like.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { project } from '../support/project.js';

test('Vitest: the package and hufu/next', async (t) => {
  const made = project(t, 'vitest', {
    'app.test.js': `import { expect, test } from 'vitest';
import { createClient, init } from 'hufu';
import { createServerClient, updateSession } from 'hufu/next';
import { NextRequest } from 'next/server.js';

const options = { baseUrl: 'https://api.example.com' };
test('a client', async () => {
  await init();
  expect((await createClient(options).session()).state).toBe('signed_out');
});
test('hufu/next', async () => {
  const cookies = { getAll: () => [], set: () => undefined };
  expect((await createServerClient(cookies, options).session()).unverified.state).toBe('signed_out');
  const answer = await updateSession(new NextRequest('http://localhost:3000/'), options);
  expect(answer.headers.get('x-middleware-next')).toBe('1');
});
`,
  });
  assert.match(await made.node(made.program('vitest/vitest.mjs'), 'run'), /2 passed/);
});

test('Jest with jsdom: the package, hufu/react and hufu/next', async (t) => {
  const made = project(t, 'jest', {
    'package.json': '{ "private": true, "jest": { "testEnvironment": "jsdom" } }\n',
    'app.test.js': `const { createClient, HufuError, init } = require('hufu');

const options = { baseUrl: 'https://api.example.com' };
test('a client', async () => {
  const client = createClient(options);
  await init();
  expect((await client.session()).state).toBe('signed_out');
  await expect(client.signInWithWechat({ code: '' })).rejects.toThrow(HufuError);
  client.close();
});
test('it is the package of pages', () => {
  localStorage.setItem('hufu.session', '{}');
  expect(typeof require('hufu').cookieStore().load).toBe('function');
});
test('hufu/next', async () => {
  const { createBrowserClient } = require('hufu/next');
  const client = createBrowserClient(options);
  expect((await client.session()).state).toBe('signed_out');
  client.close();
});
`,
  });
  assert.match(await made.node(made.program('jest/bin/jest.js')), /3 passed/);
});

for (const [form, extension, load] of [
  ['ES modules', 'mjs', (name) => `await import('${name}')`],
  ['CommonJS', 'cjs', (name) => `require('${name}')`],
]) {
  test(`plain Node, ${form}: every entry`, async (t) => {
    const entries = ['hufu', 'hufu/next', 'hufu/react', 'hufu/miniprogram', 'hufu/taro', 'hufu/uni', 'hufu/plain-core'];
    const lines = entries.map((name) => `  if (Object.keys(${load(name)}).length === 0) throw new Error('${name} is empty');`);
    const made = project(t, 'vitest', {
      [`use.${extension}`]: `(async () => {
${lines.join('\n')}
  const { createClient, init } = ${load('hufu')};
  await init();
  const { createServerClient } = ${load('hufu/next')};
  const options = { baseUrl: 'https://api.example.com' };
  const cookies = { getAll: () => [], set: () => undefined };
  const [page, server] = [createClient(options), createServerClient(cookies, options)];
  console.log((await page.session()).state, (await server.session()).unverified.state);
  page.close();
  server.close();
})();
`,
    });
    assert.equal(await made.node(`use.${extension}`), 'signed_out signed_out\n');
  });
}

test('an error that nobody catches is a few lines, and with source maps our own', async (t) => {
  const made = project(t, 'vitest', {
    'wrong.mjs': "import { createClient } from 'hufu';\ncreateClient({ baseUrl: 'ftp://api.example.com' });\n",
  });
  const { status, text } = await made.ended(['wrong.mjs']);
  assert.equal(status, 1);
  assert.match(text, /baseUrl has to be https:/);
  assert.ok(text.length < 2_500 && text.split('\n').every((line) => line.length < 300), text);
  const { text: mapped } = await made.ended(['--enable-source-maps', 'wrong.mjs']);
  assert.match(mapped, /src\/config\.ts:\d+/);
});

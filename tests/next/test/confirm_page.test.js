// The page behind the link of a mail, as it looks: for what each mail is about, in both languages.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { nobodyLooks, openEyes } from '../support/looks.js';

test('the page with one button', { skip: nobodyLooks }, async (t) => {
  const { authRoutes } = await import('../../../wasm/test/support/next.js');
  const { GET } = authRoutes({ baseUrl: 'https://project.example', backend: 'gotrue' });
  const site = createServer(async ({ url, headers }, response) => {
    const answer = await GET(new Request(`http://${headers.host}${url}`, { headers }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.after(() => site.close());
  const eyes = await openEyes(t, 'confirm');
  for (const locale of ['en', 'zh-CN']) {
    const page = await eyes.open({ locale });
    for (const type of ['signup', 'invite', 'magiclink', 'recovery', 'email_change']) {
      await page.goto(`http://127.0.0.1:${site.address().port}/auth/confirm?token_hash=a&type=${type}`);
      await eyes.look(page, `${type}-${locale}`);
    }
  }
  assert.deepEqual(eyes.faults, []);
});

// A client that lives for weeks, with all of the package around the core: in Node and in a page.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { chromium } from 'playwright-core';

import * as hufu from './support/client.js';
import { servePages } from './support/page.js';

const refreshes = process.env.HUFU_TEST_FULL ? 100_000 : 2_000;
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';

/** Opens a client whose token ends with each call of `renew()`, which renews it so often. Sent to the page as it stands. */
async function longLife({ createClient, webHost }) {
  const lifeMs = 900_000;
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    const user = { id: 'user-1', nickname: `Ada ${asked}` };
    return Response.json({ success: true, token: `token-${asked}`, expiresIn: lifeMs / 1000, refreshToken: `refresh-${asked}`, user });
  };
  let slept = 0;
  const clock = { now: () => ({ wall: Date.now() + slept, uptime: performance.now() + slept }), wall: () => Date.now() + slept };
  // A page keeps its lock until other tabs see what it has stored, 50 ms each time: here there are none.
  const alone = globalThis.document && { lock: async () => () => {} };
  const client = createClient({ baseUrl: 'https://api.example.com', host: { ...webHost({ fetch }), ...clock, ...alone } });
  client.on(() => {});
  await client.signInWithWechat({ code: 'wx-code' });
  return async (times) => {
    for (let i = 0; i < times; ++i) {
      slept += lifeMs;
      await client.accessToken();
    }
    return asked;
  };
}

test(`Node: ${refreshes} refreshes take no memory`, async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  const used = () => {
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  const renew = await longLife(hufu);
  await renew(1_000);
  const early = used();
  assert.equal(await renew(refreshes), refreshes + 1_001);
  const late = used();
  assert.ok(late - early < 3_000_000, `${early} bytes became ${late}`);
});

test(`Chromium: ${refreshes} refreshes take no memory`, { skip: !existsSync(executablePath) && 'there is no Chromium' }, async (t) => {
  const { origin } = await servePages(t);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  const devtools = await page.context().newCDPSession(page);
  const used = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
    return usedSize + backingStorageSize;
  };
  await page.goto(`${origin}/app.html`);
  await page.waitForFunction(() => globalThis.hufu);
  // By the protocol, for the page's policy lets no text become a function.
  const { exceptionDetails } = await devtools.send('Runtime.evaluate', {
    expression: `(${longLife})(hufu).then((renew) => { globalThis.renew = renew; })`,
    awaitPromise: true,
  });
  assert.equal(exceptionDetails, undefined);
  await page.evaluate(() => globalThis.renew(1_000));
  const early = await used();
  assert.equal(await page.evaluate((times) => globalThis.renew(times), refreshes), refreshes + 1_001);
  const late = await used();
  assert.ok(late - early < 3_000_000, `${early} bytes became ${late}`);
});

// The page where a mini-program's web-view arrives, as it looks: all that it may come to show, in both languages.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { nobodyLooks, openEyes } from '../support/looks.js';

test('the page of an arrival', { skip: nobodyLooks }, async (t) => {
  const { arrivePage } = await import('../../../wasm/dist/server.unified.js');
  const { baseUrl, Tickets } = await import('../../../wasm/test/support/tickets.js');
  const tickets = new Tickets();
  const arrive = arrivePage({ baseUrl, fetch: tickets.fetch });
  const site = createServer(async (incoming, outgoing) => {
    const { url, method, headers } = incoming;
    const body = method === 'POST' ? Buffer.concat(await incoming.toArray()) : undefined;
    const answer = await arrive(new Request(`http://${headers.host}${url}`, { method, headers, body }));
    outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'Set-Cookie': answer.headers.getSetCookie() }).end(await answer.text());
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  t.after(() => (site.closeAllConnections(), site.close()));
  const origin = `http://127.0.0.1:${site.address().port}`;
  const eyes = await openEyes(t, 'arrive');
  for (const locale of ['en', 'zh-CN']) {
    const page = await eyes.open({ locale });
    const open = async (ticket, part) => {
      await page.goto('about:blank');
      await page.goto(`${origin}/auth/arrive#ticket=${ticket}&to=/orders`);
      await page.locator(`#${part}`).waitFor();
    };
    await open(tickets.issue({ origin }), 'ask');
    await eyes.look(page, `ask-${locale}`);
    await page.locator('#refuse').click();
    await page.locator('#refused').waitFor();
    await eyes.look(page, `refused-${locale}`);
    await open('unknown', 'over');
    await eyes.look(page, `over-${locale}`);
    tickets.instead = () => new Response(null, { status: 503 });
    await open('any', 'away');
    await eyes.look(page, `away-${locale}`);
    tickets.instead = null;
    const session = JSON.stringify({ user: { id: '1', nickname: locale === 'en' ? 'Ada Lovelace' : '阿达' } });
    await page.context().addCookies([{ name: 'hufu.session', value: encodeURIComponent(session), url: origin }]);
    await open(tickets.issue({ origin, nickname: '一个很长很长的昵称WithoutAnyBlankInItThatMightBreakTheLine' }), 'ask');
    await eyes.look(page, `ask-instead-${locale}`);
  }
  assert.deepEqual(eyes.faults, []);
});

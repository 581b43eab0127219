// The pages that the server shows to people, in Chromium: /device, the telephone of the fake WeChat, and WeChat's page with the QR
// code; in both languages. Leaves pictures in build/pictures/server/.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient } from '../../../wasm/dist/node.js';
import { startServer } from '../../support/server.js';
import { nobodyLooks, openEyes, tabTo } from '../support/looks.js';

const words = {
  'en-GB': { take: 'Take it', approve: 'Approve', isIn: 'Approved', nobody: 'Nobody has a telephone here yet', scans: 'Who scans?' },
  'zh-CN': { take: '使用这部手机', approve: '批准', isIn: '已批准', nobody: '还没有可以扫码的用户', scans: '谁来扫码？' },
};

test('pages of the server', { skip: nobodyLooks }, async (t) => {
  const eyes = await openEyes(t, 'server');
  for (const [locale, say] of Object.entries(words)) {
    const server = await startServer(t, '--redirect-url', 'http://localhost:3000/**');
    const page = await eyes.open({ baseURL: server.url, locale, viewport: { width: 1280, height: 800 } });
    const look = (name) => eyes.look(page, `${name}-${locale.slice(0, 2)}`);
    const heading = (text) => page.getByRole('heading', { name: text }).waitFor();

    await page.goto('/auth/v1/authorize?provider=wechat_qr&redirect_to=http://localhost:3000/private');
    await heading(say.nobody);
    await look('1-wechat-nobody');
    await server.person({ nickname: '小明' });
    await page.reload();
    await heading(say.scans);
    await look('2-wechat');

    let shown;
    const device = createClient({ baseUrl: server.url, platform: 'web', host: { present: (what) => (shown = what) } });
    t.after(() => device.close());
    const isIn = device.signInByScan({ clientName: 'Tally Tea' });
    while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
    await page.goto('/device');
    await look('3-device-without-code');
    await page.goto(shown.url);
    await look('4-device');

    // With nothing but the keyboard: a telephone is taken, a wrong number typed, then the right one.
    const { keyboard } = page;
    await tabTo(page, 'a');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: say.take }).waitFor();
    await look('5-whose-telephone');
    await tabTo(page, '[name=nickname]');
    await keyboard.type('小红');
    await tabTo(page, 'label + button');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: say.approve }).waitFor();
    await look('6-let-it-in');
    for (const number of [shown.number === '00' ? '01' : '00', shown.number]) {
      await tabTo(page, '[name=number]');
      await keyboard.type(number);
      await tabTo(page, '[value=approve]');
      await keyboard.press('Enter');
      if (number !== shown.number) await page.getByRole('alert').waitFor();
      if (number !== shown.number) await look('7-wrong-number');
    }
    await heading(say.isIn);
    await look('8-approved');
    assert.equal((await isIn).user.nickname, '小红');
  }
  assert.deepEqual(eyes.faults, []);
});

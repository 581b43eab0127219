// examples/miniprogram on a drawn phone in Chromium: its pages, light and dark, in both languages. Pictures in build/pictures/miniprogram/.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createClient } from '../../../wasm/dist/node.js';
import { fakeWx } from '../../../wasm/test/support/miniprogram.js';
import { openApp } from '../../../wasm/test/support/miniprogram_app.js';
import { startShop } from '../../../wasm/test/support/shop.js';
import { startServer } from '../../support/server.js';
import { phoneScreen } from '../../support/phone_screen.js';
import { nobodyLooks, openEyes } from '../support/looks.js';

const root = fileURLToPath(new URL('../../../examples/miniprogram/miniprogram', import.meta.url));

test('the mini-program, as it looks', { skip: nobodyLooks }, async (t) => {
  const eyes = await openEyes(t, 'miniprogram');
  for (const language of ['zh_CN', 'en']) {
    const server = await startServer(t);
    const kept = new Map();
    const person = await server.person();
    const wx = fakeWx(person, {
      getStorageSync: (key) => kept.get(key) ?? '',
      setStorageSync: (key, value) => kept.set(key, value),
      getAppBaseInfo: () => ({ SDKVersion: '3.6.1', language }),
      scanCode: ({ success }) => success({ result: wx.scanned }),
    });
    const config = { baseUrl: server.url, shopUrl: await startShop(t, server), mock: true };
    const app = openApp(root, wx, { replaced: { [join(root, 'config.js')]: config } });
    t.after(() => app.instance.hufu.close());
    const page = await eyes.open({ viewport: { width: 375, height: 760 }, deviceScaleFactor: 2 });
    const screen = await phoneScreen(app, page);
    const { t: say } = app.page.data;
    const look = (name) => eyes.lookAtPhone(page, screen, `${name}-${language.slice(0, 2)}`);

    await screen.sees(say.signIn);
    await look('1-welcome');
    app.tap(say.signIn);
    await screen.sees(say.notJoined);
    await look('2-me');
    app.tap(say.toMenu);
    await screen.sees(say.emptyBasket);
    app.tap(`${say.order} ${language === 'en' ? 'Aged Pu’er' : '陈年普洱'}`);
    await screen.sees(say.fromWechat);
    await look('3-tea');
    app.wx.navigateBack();
    await screen.sees(say.needCode);
    app.tap(say.needCode);
    await screen.sees(/^\w{5}-\w{5}$/);
    await look('4-code-for-the-web');
    app.wx.navigateBack();
    await screen.sees(say.haveCode);
    app.tap(say.haveCode);
    await screen.sees(say.scan);
    await look('5-code-of-the-web');

    let shown;
    const present = (what) => (shown = what);
    const asking = createClient({ baseUrl: server.url, platform: 'web', host: { present } });
    t.after(() => asking.close());
    const isIn = asking.signInByScan({ clientName: 'Tally Tea' });
    while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
    wx.scanned = shown.url;
    app.tap(say.scan);
    await screen.sees('Tally Tea');
    app.type(shown.number);
    await look('6-let-it-in');
    app.tap(say.letIn);
    await screen.sees(say.isIn);
    await look('7-it-is-in');
    assert.equal((await isIn).state, 'signed_in');

    // What WeChat itself opens: a picture that somebody sent, a link on the same phone, a code that is over.
    const { personId } = person;
    const open = async (path, what) => app.enter(await server.control('POST', `/wechat/${path}`, { personId, ...what }));
    const other = createClient({ baseUrl: server.url, platform: 'web', host: { present } });
    t.after(() => other.close());
    shown = undefined;
    void other.signInByScan({ clientName: 'Tally Tea' }).catch(() => {});
    while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
    const { picture } = shown;
    await open('scan', { picture, how: 'album' });
    await screen.sees(say.sentAs.picture);
    await look('8-as-a-picture');
    shown = undefined;
    void other.openMiniProgram({ clientName: 'Tally Tea' }).catch(() => {});
    while (!shown) await new Promise((resolve) => setTimeout(resolve, 10));
    await open('open', { url: shown.url });
    await screen.sees(say.what.phone_sign_in);
    await look('9-on-one-phone');
    app.tap(say.letIn);
    await screen.sees(/^\d{6}$/);
    await look('10-return-code');
    app.enter({ options: { path: 'pages/launch/launch', query: { scene: `h1s${'A'.repeat(22)}` }, scene: 1047 } });
    await screen.sees(say.errors.credential_invalid);
    await look('11-over');
  }
  assert.deepEqual(eyes.faults, []);
});

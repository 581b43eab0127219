// Tally Tea in Chromium and the mini-program on a drawn phone, at one mock server; what happens is kept as a sequence of pictures.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fakeWx } from '../../../wasm/test/support/miniprogram.js';
import { openApp } from '../../../wasm/test/support/miniprogram_app.js';
import { phoneScreen } from '../../next/pictures/phone_screen.mjs';
import { frame, sizes } from '../../next/pictures/stage.mjs';
import { build, freePort, installHufu, start } from '../../next/support/site.js';
import { startServer } from '../../support/server.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = here('../../../examples/nextjs');
const miniprogram = here('../../../examples/miniprogram/miniprogram');
const serverKey = 'tally-tea-and-the-mock-server-know-this-key';
/** Where the pictures are. */
export const pictures = here('../../../build/bridges/');

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const inWechat = `${iPhone} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN`;
const onPhone = { viewport: sizes.phone, hasTouch: true, isMobile: true };
/** How the page is looked at. */
const screens = {
  desk: { viewport: sizes.web },
  phone: { ...onPhone, userAgent: `${iPhone} Version/18.5 Mobile/15E148 Safari/604.1` },
  wechat: { ...onPhone, userAgent: inWechat },
  webView: { ...onPhone, userAgent: `${inWechat} miniProgram/wx0000000000000000` },
};

/** The shop, built, and its backend; ended with the test. */
export async function openShop(t) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(t, '--web-origin', url, '--server-key', serverKey);
  const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NEXT_PUBLIC_SITE_URL: url, HUFU_SERVER_KEY: serverKey, NODE_ENV: 'production' };
  installHufu(shop);
  await build(shop, [], environment);
  const site = await start(shop, 'build', [], port, environment);
  t.after(site.stop);
  return { server, site };
}

/** One way to look (`en` and `light`, for example), and the pictures of it. */
export class Stage {
  #step = 0;
  /** What pages have thrown or written as an error. */
  faults = [];

  static async open(t, browser, shop, look) {
    const stage = new Stage(t, browser, shop, look);
    stage.#drawing = await stage.#page({ viewport: sizes.stage });
    mkdirSync(pictures, { recursive: true });
    return stage;
  }
  #drawing;

  constructor(t, browser, { server, site }, { language, colorScheme }) {
    Object.assign(this, { t, browser, server, site, language, colorScheme });
  }

  async #page(options) {
    const context = await this.browser.newContext({ locale: this.language, colorScheme: this.colorScheme, deviceScaleFactor: 2, baseURL: this.site.url, ...options });
    this.t.after(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', ({ message }) => this.faults.push(message));
    page.on('console', (said) => said.type() === 'error' && !said.text().startsWith('Failed to load resource') && this.faults.push(said.text()));
    return page;
  }

  /** A page of the shop on such a screen: desk, phone, wechat or webView. */
  screen(kind) {
    return this.#page(screens[kind]);
  }

  /** The mini-program on the phone of a new person; `says` are its words, `sees`, `tap` and `back` what the person does. */
  async phone(nickname, entered) {
    const person = await this.server.person({ nickname });
    const kept = new Map([['mock.person', person.personId]]);
    const wx = fakeWx(person, {
      getStorageSync: (key) => kept.get(key) ?? '',
      setStorageSync: (key, value) => kept.set(key, value),
      getAppBaseInfo: () => ({ SDKVersion: '3.6.1', language: this.language === 'zh-CN' ? 'zh_CN' : 'en' }),
    });
    const config = { baseUrl: this.server.url, shopUrl: this.site.url, mock: true };
    const app = openApp(miniprogram, wx, { replaced: { [join(miniprogram, 'config.js')]: config }, entered });
    this.t.after(() => app.instance.hufu.close());
    const screen = await phoneScreen(app, await this.#page({ viewport: sizes.phone }));
    const say = (word) => word.split('.').reduce((words, key) => words[key], app.page.data.t);
    const control = (path, what) => this.server.control('POST', `/wechat/${path}`, { personId: person.personId, ...what });
    return {
      app,
      screen,
      say,
      sees: (word) => screen.sees(typeof word === 'string' ? say(word) : word),
      tap: (word) => screen.tap(say(word)),
      type: (value) => screen.type(value),
      /** WeChat's scanner, on what the page shows; `how` as its control surface takes it. */
      scan: async (page, how = 'scan') => app.enter(await control('scan', { picture: await page.locator('.qr img').getAttribute('src'), how })),
      open: async (url) => app.enter(await control('open', { url })),
    };
  }

  /** Keeps what both screens show. `inside`: a page that the phone shows instead, in its web-view. */
  async show(name, caption, { page, phone, inside, isPhone = false }) {
    await (inside ?? page)?.evaluate(async () => {
      await document.fonts.ready;
      // What it is about, and not the heading above it.
      document.querySelector('.pair, .card.narrow')?.scrollIntoView();
      window.scrollBy(0, -16);
    });
    const shot = (of) => of.screenshot({ animations: 'disabled', caret: 'hide' });
    const right = inside ? await shot(inside) : await phone.screen.picture();
    const web = page ? await shot(page) : undefined;
    const address = page?.url().replace(this.site.url, 'https://tea.example.com');
    this.#step += 1;
    const picture = await frame(this.#drawing, { lang: this.language, step: this.#step, caption, phone: right, web, address, isPhone });
    const number = String(this.#step).padStart(2, '0');
    writeFileSync(join(pictures, `${this.language}-${this.colorScheme}-${number}-${name}.png`), picture);
  }
}

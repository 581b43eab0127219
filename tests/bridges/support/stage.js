// Tally Tea in Chromium and the mini-program on a drawn phone, at one mock server; each step of a story is taken as a picture.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fakeWx } from '../../../wasm/test/support/miniprogram.js';
import { openApp } from '../../../wasm/test/support/miniprogram_app.js';
import { build, freePort, installHufu, start } from '../../next/support/site.js';
import { phoneScreen } from '../../support/phone_screen.js';
import { noServer, startServer } from '../../support/server.js';
import { captions } from './captions.js';
import { frame, sizes } from './frame.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = here('../../../examples/nextjs');
const miniprogram = here('../../../examples/miniprogram/miniprogram');
const serverKey = 'tally-tea-and-the-mock-server-know-this-key';
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
/** Why nothing can be shown here, or false. */
export const nothingToSee =
  noServer ||
  (!existsSync(executablePath) && 'there is no Chromium') ||
  (!['wasm/node_modules', 'examples/nextjs/node_modules'].every((path) => existsSync(here(`../../../${path}`))) && 'npm ci in wasm/ and in examples/nextjs');

/** The picture of a person at Clerk, which the fake names and nobody serves. */
const portrait = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#d9b98a" d="M0 0h96v96H0z"/><circle cx="48" cy="40" r="17" fill="#7a4512"/><path d="M14 96c2-22 16-32 34-32s32 10 34 32z" fill="#7a4512"/></svg>`;

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const inWechat = `${iPhone} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN`;
const onPhone = (size, userAgent) => ({ viewport: size, hasTouch: true, isMobile: true, userAgent });
/** How the page is looked at. */
const screens = {
  desk: { viewport: sizes.desk },
  phone: onPhone(sizes.phone, `${iPhone} Version/18.5 Mobile/15E148 Safari/604.1`),
  wechat: onPhone(sizes.wechat, inWechat),
  webView: onPhone(sizes.webView, `${inWechat} miniProgram/wx0000000000000000`),
};

/** The shop, built, its backend, and Chromium; ended with the test, or with whatever else has an `after`. */
export async function openShop(t) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer(t, '--web-origin', url, '--server-key', serverKey);
  const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NEXT_PUBLIC_SITE_URL: url, HUFU_SERVER_KEY: serverKey, NODE_ENV: 'production' };
  installHufu(shop);
  await build(shop, [], environment);
  const site = await start(shop, 'build', [], port, environment);
  t.after(site.stop);
  const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  return { server, site, browser };
}

/** One way to look (`en` and `light`, for example). */
export class Stage {
  /** What pages have thrown or written as an error. */
  faults = [];

  /** `taken` gets each step, and gives it to `draw` if it wants to keep it. */
  static async open(t, shop, look, taken) {
    const stage = new Stage(t, shop, look, taken);
    stage.#drawing = await stage.#page({ viewport: sizes.stage, deviceScaleFactor: 1 });
    return stage;
  }
  #drawing;

  constructor(t, shop, look, taken) {
    Object.assign(this, { t, ...shop, ...look, taken });
  }

  /** A PNG of what was `taken`, as step `step` (`of` so many). */
  draw(what, step, of) {
    return frame(this.#drawing, { ...what, step, of });
  }

  async #page(options) {
    const context = await this.browser.newContext({ locale: this.language, colorScheme: this.colorScheme, deviceScaleFactor: 2, baseURL: this.site.url, ...options });
    this.t.after(() => context.close());
    await context.route('https://img.clerk.com/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: portrait }));
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', ({ message }) => this.faults.push(message));
    page.on('console', (said) => said.type() === 'error' && !said.text().startsWith('Failed to load resource') && this.faults.push(said.text()));
    return page;
  }

  /** A page of the shop on such a screen: desk, phone, wechat or webView. */
  async screen(kind) {
    const page = await this.#page(screens[kind]);
    this.#kinds.set(page, kind);
    return page;
  }
  #kinds = new Map();

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
    const screen = await phoneScreen(app, await this.#page({ viewport: sizes.miniProgram }));
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

  /** Takes what these screens show. `front`: which of the two one phone shows. `basket`: what it is about is the basket. */
  async show(name, { page, phone, front = page, basket = false }) {
    const kind = this.#kinds.get(page);
    const isBehind = (which) => kind === 'phone' && front !== which;
    const halves = [];
    if (page) {
      await page.evaluate(lookAt, basket ? '.basket' : '.pair, .card.narrow');
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      halves.push({ kind, picture, address: page.url().replace(this.site.url, 'https://tea.example.com'), isBehind: isBehind(page) });
    }
    if (phone) halves.push({ kind: 'miniProgram', picture: await phone.screen.picture({ down: basket }), isBehind: isBehind(phone) });
    await this.taken(name, { lang: this.language, caption: captions[this.language][name], halves });
  }
}

/** Runs in the page: shows as much of this as there is place for, and without it the page's beginning. */
async function lookAt(selector) {
  await document.fonts.ready;
  window.scrollTo(0, 0);
  const what = document.querySelector(selector);
  if (!what) return;
  what.style.scrollMargin = '16px';
  what.scrollIntoView({ block: 'nearest' });
}

// moving_picture.mjs [FOLDER]: makes binding.gif and binding.zh-CN.gif, in docs/pictures if no other folder is named. examples/nextjs in
// Chromium and examples/miniprogram on a drawn phone bind one person's two accounts at a real mock server.
// scripts/moving_picture.sh builds what it needs and runs it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fakeWx } from '../../../wasm/test/support/miniprogram.js';
import { openApp } from '../../../wasm/test/support/miniprogram_app.js';
import { startServer } from '../../support/server.js';
import { build, freePort, installHufu, start } from '../support/site.js';
import { phoneScreen } from './phone_screen.mjs';
import { frame, sizes } from './stage.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = here('../../../examples/nextjs');
const miniprogram = here('../../../examples/miniprogram/miniprogram');
const pictures = process.argv[2] ?? here('../../../docs/pictures/');
const stills = here('../../../build/pictures/binding/');
const executablePath = process.env.HUFU_CHROMIUM ?? '/usr/bin/chromium';
const mostBytes = 1_000_000;

const { chromium } = await import('../../../wasm/node_modules/playwright-core/index.mjs');
const sharp = createRequire(join(shop, 'package.json'))('sharp'); // Next.js brings it

/** What is said below each picture. */
const steps = {
  en: [
    'By e-mail on the web she is Ada, with a tea in her basket.',
    'In the mini-program she is somebody else: the basket is empty.',
    'The page shows a bind code. It is good for five minutes, and once.',
    'On the phone she scans the code …',
    '… sees whose account it is, and agrees.',
    'The phone shows two digits. The page asks for them.',
    'She types them on the page: it is the same person on both screens.',
    'Both are one account now.',
    'And there is one basket, on the web and in the mini-program.',
  ],
  'zh-CN': [
    '李华在网页上用邮箱登录，购物车里有一份茶。',
    '在小程序里，她是另一个账号：购物车是空的。',
    '网页显示绑定码：五分钟内有效，只能用一次。',
    '她用手机扫码……',
    '……看到是谁的账号，点同意。',
    '手机显示两位数字，网页要求输入。',
    '她在网页上输入数字：两块屏幕前是同一个人。',
    '两端现在是同一个账号。',
    '购物车也只有一个，网页和小程序里都能看到。',
  ],
};
const people = { en: ['Ada Lovelace', 'ada@example.com'], 'zh-CN': ['李华', 'lihua@example.com'] };
/** By which the mock server knows the shop's server. */
const serverKey = 'the-key-of-tally-tea-for-moving-pictures';
/** The picture of a person at Clerk, which the fake names and nobody serves. */
const portrait = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#d9b98a" d="M0 0h96v96H0z"/><circle cx="48" cy="40" r="17" fill="#7a4512"/><path d="M14 96c2-22 16-32 34-32s32 10 34 32z" fill="#7a4512"/></svg>`;
const longMs = 3200;
const shortMs = 1600;

/** The mini-program, freshly opened by a new person of the server's WeChat. */
async function openPhone(server, shopUrl, language, page) {
  const kept = new Map();
  const person = await server.person();
  const wx = fakeWx(person, {
    getStorageSync: (key) => kept.get(key) ?? '',
    setStorageSync: (key, value) => kept.set(key, value),
    getAppBaseInfo: () => ({ SDKVersion: '3.6.1', language: language === 'en' ? 'en' : 'zh_CN' }),
    scanCode: ({ success }) => success({ result: '', path: wx.scanned }),
  });
  const app = openApp(miniprogram, wx, { replaced: { [join(miniprogram, 'config.js')]: { baseUrl: server.url, shopUrl, mock: true } } });
  /** What WeChat's scanner sees in a picture of the mini-program's code. */
  const scan = async (picture) => {
    const { options } = await server.control('POST', '/wechat/scan', { personId: person.personId, picture, how: 'scan' });
    wx.scanned = `${options.path}?scene=${options.query.scene}`;
  };
  return { app, scan, screen: await phoneScreen(app, page) };
}

/** Lets one person bind their two halves; gives the frames, `{ picture, ms }`. */
async function bind(browser, site, server, language) {
  const contexts = [];
  const open = async (viewport, more) => {
    const context = await browser.newContext({ viewport, locale: language, colorScheme: 'light', ...more });
    contexts.push(context);
    await context.route('https://img.clerk.com/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: portrait }));
    return context.newPage();
  };
  const web = await open(sizes.web, { baseURL: site.url, deviceScaleFactor: 2 });
  const { app, scan, screen } = await openPhone(server, site.url, language, await open(sizes.phone, { deviceScaleFactor: 2 }));
  const stage = await open(sizes.stage);
  const say = (of) => app.page.data.t[of];
  const lookAtBasket = async () => {
    await web.locator('#basket li').waitFor();
    await web.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  };
  const frames = [];
  let seen;
  /** Takes a picture of both halves: the web's stays as it was unless one looks there; `down` shows the end of the phone's page. */
  const show = async (step, ms, { look = true, down = false } = {}) => {
    await web.evaluate(() => document.fonts.ready);
    if (look) seen = await web.screenshot({ animations: 'disabled', caret: 'hide' });
    const what = { lang: language, address: web.url().replace(site.url, 'https://tea.example.com'), web: seen, phone: await screen.picture({ down }) };
    const picture = await frame(stage, { ...what, step, of: steps[language].length, caption: steps[language][step - 1] });
    frames.push({ picture, ms });
  };

  const [name, email] = people[language];
  await web.goto('/sign-in?next=/tea');
  await web.fill('[name=name]', name);
  await web.fill('[name=email]', email);
  await web.click('.fields .button');
  await web.waitForURL('**/tea');
  await web.click('#tea-longjing button');
  await lookAtBasket();
  await screen.sees(say('signIn'));
  await show(1, longMs);
  await screen.tap(say('signIn'));
  await screen.sees(say('notJoined'));
  await screen.tap(say('toMenu'));
  await screen.sees(say('emptyBasket'));
  await show(2, longMs, { look: false, down: true });

  await screen.back();
  await screen.sees(say('notJoined'));
  await web.goto('/bind');
  await web.click('#make-code');
  await web.locator('.qr').waitFor();
  await web.locator('.card.narrow').scrollIntoViewIfNeeded();
  await show(3, longMs);

  await scan(await web.locator('.qr img').getAttribute('src'));
  await screen.tap(say('haveCode'));
  await screen.sees(say('scan'));
  await show(4, shortMs, { look: false });
  await screen.tap(say('scan'));
  await screen.sees(say('isThisYou'));
  await web.locator('#other-half').waitFor();
  await show(5, longMs);

  await screen.tap(say('yes'));
  const number = (await screen.sees(/^\d\d$/)).find((line) => /^\d\d$/.test(line));
  await web.locator('#number').waitFor();
  await show(6, longMs);
  await web.locator('#number').pressSequentially(number);
  await show(7, shortMs);

  await web.click('#confirm');
  await web.locator('#done').waitFor();
  await screen.sees(say('done'));
  await show(8, longMs);

  await web.goto('/tea');
  await lookAtBasket();
  await screen.tap(say('back'));
  await screen.sees(say('joined'));
  await screen.tap(say('toMenu'));
  await screen.sees(say('fromWeb'));
  await show(9, longMs + shortMs, { down: true });

  app.instance.hufu.close();
  for (const context of contexts) await context.close();
  return frames;
}

/** One GIF of these frames. */
async function write(file, frames) {
  await sharp(frames.map(({ picture }) => picture), { join: { animated: true } })
    .gif({ delay: frames.map(({ ms }) => ms), loop: 0, effort: 10, dither: 0 })
    .toFile(file);
  const { size } = statSync(file);
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes, more than ${mostBytes}`);
  console.log(`${file}: ${Math.round(size / 1000)} KB, ${frames.length} frames`);
}

const ends = [];
try {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({ after: (end) => ends.push(end) }, '--web-origin', url, '--server-key', serverKey);
  const environment = { NEXT_PUBLIC_HUFU_URL: server.url, NEXT_PUBLIC_SITE_URL: url, HUFU_SERVER_KEY: serverKey, NODE_ENV: 'production' };
  installHufu(shop);
  await build(shop, [], environment);
  const site = await start(shop, 'build', [], port, environment);
  ends.push(site.stop);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  ends.push(() => browser.close());
  mkdirSync(stills, { recursive: true });
  for (const language of Object.keys(steps)) {
    const frames = await bind(browser, site, server, language);
    frames.forEach(({ picture }, at) => writeFileSync(`${stills}${language}-${at + 1}.png`, picture));
    await write(join(pictures, `binding${language === 'en' ? '' : `.${language}`}.gif`), frames);
  }
} finally {
  for (const end of ends.reverse()) await end();
}

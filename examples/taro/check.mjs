// Runs what `npm run build` has made in Node: somebody opens the first page and signs in, and lets another screen in by its code.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createClient } from 'hufu';
import { startMockServer } from 'hufu-mock-server';

const server = await startMockServer({ flags: ['--wechat-link-rule', '/m/'] });
const person = await server.wechatPerson();
const phone = person.wx();
// What was built knows the server by its usual port; this one has a free one, for somebody may be running another.
const request = (asked) => phone.request({ ...asked, url: asked.url.replace('http://127.0.0.1:8787', server.url) });
const core = await readFile('dist/core.wasm');
const [app, pages] = [{}, []];
let [page, entered] = [null, {}];
Object.assign(globalThis, {
  wx: {
    ...phone,
    request,
    getSystemInfoSync: () => ({}),
    getWindowInfo: () => ({}),
    nextTick: setImmediate,
    getEnterOptionsSync: () => entered,
    reLaunch: ({ url }) => open(url.slice(1), {}),
  },
  WXWebAssembly: { instantiate: () => WebAssembly.instantiate(core, {}) },
  App: (made) => Object.assign(app, made),
  Page: (made) => pages.push(made),
  getApp: () => app,
  getCurrentPages: () => [page],
});

/** As WeChat opens a page. */
function open(path, query) {
  page?.onUnload();
  page = { ...pages[['pages/index/index', 'pages/launch/launch'].indexOf(path)], route: path, shown: '' };
  const here = page;
  page.setData = (change, done) => ((here.shown += JSON.stringify(change)), done?.());
  page.onLoad(query);
  page.onReady();
  page.onShow();
}

/** Waits until the page shows this; gives what it has found. */
async function sees(shown) {
  for (let left = 500; left > 0; left -= 1) {
    const found = shown.exec(page.shown);
    if (found) return found[1];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${shown} never came: ${page.shown}`);
}

/** Does to the element that Taro calls so what a person does. */
function touch(id, type, detail = {}) {
  const element = { id, dataset: { sid: id } };
  page.eh({ type, target: element, currentTarget: element, detail });
}

const textOf = (text) => new RegExp(`"sid":"(\\w+)","cn":\\[{"sid":"\\w+","v":"${text}"`);
const tap = async (text) => touch(await sees(textOf(text)), 'tap');

const require = createRequire(import.meta.url);
for (const file of ['app', 'pages/index/index', 'pages/launch/launch']) require(`./dist/${file}.js`);
app.onLaunch({});
open('pages/index/index', {});
await tap('微信登录');
await sees(textOf('退出登录'));
console.log('signed_in');
await tap('退出登录');

/** The person opens what a page shows, as WeChat does it, and lets the page in; gives the code that the phone shows, if it does. */
async function letIn(what, { how, number, isFirst }) {
  ({ options: entered } = await server.control('POST', `/wechat/${how ? 'scan' : 'open'}`, { personId: person.personId, how, ...what }));
  open(entered.path, entered.query);
  if (isFirst) await tap('微信登录');
  await sees(textOf('Shop'));
  if (how === 'album') await sees(textOf('这个码是一张图片[^"]*'));
  if (number) touch('number', 'input', { value: number });
  await tap('允许登录');
  return number ? sees(textOf('已登录')) : sees(/"v":"(\d{6})"/);
}

/** A page in a browser, and what it shows. */
function browser() {
  let show;
  const shown = new Promise((resolve) => (show = resolve));
  return { shown, client: createClient({ baseUrl: server.url, platform: 'web', host: { present: show } }) };
}

for (const [kind, how] of [['scene', 'scan'], ['q', 'scan'], ['scene', 'album']]) {
  // Where WeChat draws no code, it is an ordinary link.
  if (kind === 'q') await server.fault({ route: 'POST /wechat/wxa/getwxacodeunlimit', status: 500 });
  const { client, shown } = browser();
  const isIn = client.signInByScan({ clientName: 'Shop' });
  const { picture, url, number } = await shown;
  await letIn(kind === 'q' ? { content: url } : { picture }, { how, number, isFirst: kind === 'scene' && how === 'scan' });
  console.log(kind, how, (await isIn).state);
}

const { client, shown } = browser();
const opening = client.openMiniProgram({ clientName: 'Shop' });
const code = await letIn({ url: (await shown).url }, {});
const { signIn } = await opening;
await client.enterReturnCode({ signIn, code });
console.log('link', (await client.finishSignIn({ signIn })).state);
await server.stop();
process.exit(); // Taro's own timers go on

// Runs what `npm run build` has made in Node: opens the first page, taps 微信登录, and waits for somebody to be there.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { startMockServer } from 'hufu-mock-server';

const server = await startMockServer();
const phone = (await server.wechatPerson()).wx();
// What was built knows the server by its usual port; this one has a free one, for somebody may be running another.
const request = (asked) => phone.request({ ...asked, url: asked.url.replace('http://127.0.0.1:8787', server.url) });
const core = await readFile('dist/core.wasm');
const app = {};
const page = { shown: '', setData: (change, done) => ((page.shown = JSON.stringify(change)), done?.()) };
Object.assign(globalThis, {
  wx: { ...phone, request, getSystemInfoSync: () => ({}), getWindowInfo: () => ({}), nextTick: setImmediate },
  WXWebAssembly: { instantiate: () => WebAssembly.instantiate(core, {}) },
  App: (made) => Object.assign(app, made),
  Page: (made) => Object.assign(page, made),
  getApp: () => app,
  getCurrentPages: () => [page],
});

/** Waits until the page shows this; gives what Taro calls the element around it. */
async function elementWith(text) {
  const shown = new RegExp(`"sid":"(\\w+)","cn":\\[{"sid":"\\w+","v":"${text}"`);
  for (let left = 500; left > 0; left -= 1) {
    const found = shown.exec(page.shown);
    if (found) return { id: found[1], dataset: { sid: found[1] } };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`"${text}" never came: ${page.shown}`);
}

const require = createRequire(import.meta.url);
for (const file of ['app', 'pages/index/index']) require(`./dist/${file}.js`);
app.onLaunch({});
page.onLoad({});
const button = await elementWith('微信登录');
page.eh({ type: 'tap', target: button, currentTarget: button, detail: {} });
await elementWith('退出登录');
console.log('signed_in');
await server.stop();
process.exit(); // Taro's own timers go on

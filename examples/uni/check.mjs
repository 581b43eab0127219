// Runs what `npm run build` has made in Node, with a phone of somebody at the mock server.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { startMockServer } from 'hufu-mock-server';

const built = './dist/build/mp-weixin';
const server = await startMockServer();
const phone = (await server.wechatPerson()).wx();
// What was built knows the server by its usual port; this one has a free one, for somebody may be running another.
const request = (asked) => phone.request({ ...asked, url: asked.url.replace('http://127.0.0.1:8787', server.url) });
const core = await readFile(`${built}/static/core.wasm`);
const nothing = () => undefined;
const WXWebAssembly = { instantiate: () => WebAssembly.instantiate(core, {}) };
const wx = { ...phone, request };
Object.assign(globalThis, { wx, App: nothing, Page: nothing, Component: nothing, getApp: nothing, WXWebAssembly });

const { hufu } = createRequire(import.meta.url)(`${built}/hufu.js`);
console.log((await hufu.signInWithWechat()).state);
hufu.close();
await server.stop();

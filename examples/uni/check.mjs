// Runs what `npm run build` has made in Node, with a phone of somebody at the mock server.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { startMockServer } from 'hufu-mock-server';

const built = './dist/build/mp-weixin';
const server = await startMockServer({ port: 8787 });
const person = await server.wechatPerson();
const core = await readFile(`${built}/static/core.wasm`);
const nothing = () => undefined;
const WXWebAssembly = { instantiate: () => WebAssembly.instantiate(core, {}) };
Object.assign(globalThis, { wx: person.wx(), App: nothing, Page: nothing, Component: nothing, getApp: nothing, WXWebAssembly });

const { hufu } = createRequire(import.meta.url)(`${built}/hufu.js`);
console.log((await hufu.signInWithWechat()).state);
hufu.close();
await server.stop();

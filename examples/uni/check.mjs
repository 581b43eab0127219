// Runs what `npm run build` has made in Node, with a phone of somebody at the mock server, who signs in and lets another screen in by its code.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createClient } from 'hufu';
import { startMockServer } from 'hufu-mock-server';

const built = './dist/build/mp-weixin';
const server = await startMockServer({ flags: ['--wechat-link-rule', '/m/'] });
const person = await server.wechatPerson();
const phone = person.wx();
// What was built knows the server by its usual port; this one has a free one, for somebody may be running another.
const request = (asked) => phone.request({ ...asked, url: asked.url.replace('http://127.0.0.1:8787', server.url) });
const core = await readFile(`${built}/static/core.wasm`);
const nothing = () => undefined;
const WXWebAssembly = { instantiate: () => WebAssembly.instantiate(core, {}) };
const wx = { ...phone, request };
Object.assign(globalThis, { wx, App: nothing, Page: nothing, Component: nothing, getApp: nothing, WXWebAssembly });

const require = createRequire(import.meta.url);
const { hufu } = require(`${built}/hufu.js`);
const { useLaunch } = require(`${built}/launch.js`);
console.log((await hufu.signInWithWechat()).state);
await hufu.signOut();

/** The person opens what a page shows, as WeChat does it, and lets the page in; gives the code that the phone shows, if it does. */
async function letIn(what, { how, number: typed }) {
  const { options } = await server.control('POST', `/wechat/${how ? 'scan' : 'open'}`, { personId: person.personId, how, ...what });
  const { asks, number, approved, error, look, signIn, approve } = useLaunch();
  await look(options);
  if (asks.value?.needsSignIn) await signIn();
  if (error.value) throw error.value;
  if (asks.value.clientName !== 'Shop' || (asks.value.sentAs === 'picture') !== (how === 'album')) throw new Error(JSON.stringify(asks.value));
  if (typed) number.value = typed;
  await approve();
  if (error.value) throw error.value;
  return approved.value.returnCode;
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
  await letIn(kind === 'q' ? { content: url } : { picture }, { how, number });
  console.log(kind, how, (await isIn).state);
  client.close();
}

const { client, shown } = browser();
const opening = client.openMiniProgram({ clientName: 'Shop' });
const code = await letIn({ url: (await shown).url }, {});
const { signIn } = await opening;
await client.enterReturnCode({ signIn, code });
console.log('link', (await client.finishSignIn({ signIn })).state);
client.close();
hufu.close();
await server.stop();

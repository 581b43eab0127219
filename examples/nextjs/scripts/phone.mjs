// A phone with the mini-program, pretended: the same client, in Node, and a person of the mock server.
//
//   npm run phone -- order TEA               orders, and shows the basket; without TEA it shows the basket
//   npm run phone -- bind XXXXX-XXXXX        redeems the code that the page shows
//   npm run phone -- scan PICTURE|LINK       scans the code that the page shows: its picture, saved as a file, or where it leads
//   npm run phone -- open LINK               taps the link that the page has on a phone
//   npm run phone -- approve CODE NUMBER     lets the page in that shows this code
//   npm run phone -- code                    shows a code for the page to type
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { createClient } from 'hufu';
import { languageFor, zhCN } from 'hufu/zh-CN';

process.loadEnvFile(new URL('../.env', import.meta.url));
const { NEXT_PUBLIC_HUFU_URL: baseUrl, NEXT_PUBLIC_SITE_URL: site } = process.env;
const pocket = new URL('../.phone.json', import.meta.url);
const language = languageFor(Intl.DateTimeFormat().resolvedOptions().locale, [zhCN]);
const say = (english, chinese) => (language ? chinese : english);

async function control(path, body) {
  const response = await fetch(`${baseUrl}/_control/wechat/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return response.ok ? response.json() : null;
}

/** Whose phone it is. */
const pocketed = () => (existsSync(pocket) ? JSON.parse(readFileSync(pocket, 'utf8')) : {});

/** A code of wx.login, for the person whose phone it is; a new one if the server has forgotten them. */
async function code() {
  const { personId } = pocketed();
  const given = personId && (await control('login-codes', { personId }));
  if (given) return given.code;
  const person = await control('people', { nickname: '小明' });
  if (!person) throw new Error(say(`There is no mock server with --control at ${baseUrl}.`, `${baseUrl} 上没有带 --control 的模拟服务器。`));
  writeFileSync(pocket, JSON.stringify({ personId: person.personId }));
  return (await control('login-codes', { personId: person.personId })).code;
}

async function ask(question) {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(`${question} `);
  lines.close();
  return answer.trim();
}

const client = createClient({ baseUrl, origins: [site], platform: 'miniprogram', language, host: { credential: code } });

/** Our own route, signed as everything else. */
async function order(tea) {
  const body = JSON.stringify({ tea });
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
  const response = await client.fetch(`${site}/api/orders`, tea ? post : {});
  if (!response.ok) throw new Error(`${site}/api/orders: ${response.status} ${await response.text()}`);
  const orders = await response.json();
  const where = { web: say('on the web', '网页下单'), miniprogram: say('in WeChat', '微信下单') };
  for (const { tea: id, platform } of orders) console.log(`${id.padEnd(16)}${where[platform]}`);
  if (orders.length === 0) console.log(say('The basket is empty.', '购物车是空的。'));
}

/** Redeems the page's code; who has ordered is asked first. */
async function redeem(bindCode) {
  try {
    return await client.redeemBindCode({ bindCode, platform: 'web' });
  } catch (error) {
    if (error.code !== 'identity_in_use') throw error;
    const answer = await ask(say('This phone has ordered. Make one account of both? [y/N]', '这部手机已经下过单。要合并成一个账号吗？[y/N]'));
    if (!/^y/i.test(answer)) throw error;
    return client.mergeAccounts({ bindCode, platform: 'web', survivor: 'issuer' });
  }
}

async function bind(bindCode) {
  await join(await redeem(bindCode));
}

async function join({ bindingId, preview }) {
  console.log(say(`This is the account of ${preview.nickname}. Joining it.`, `这是 ${preview.nickname} 的账号，正在加入。`));
  const { number } = await client.acceptBinding({ bindingId });
  console.log(say(`Type this number on the page: ${number}`, `请在网页上输入这个数字：${number}`));
  await client.waitForBinding({ bindingId, since: 'accepted' });
  console.log(say('One account, on both sides.', '两边，一个账号。'));
}

async function approve(userCode, number) {
  const { clientName } = await client.previewDevice({ userCode });
  await client.approveDevice({ userCode, number });
  console.log(say(`${clientName} is let in.`, `已允许“${clientName}”登录。`));
}

/** What WeChat's scanner makes of a code, and opens the mini-program with. */
async function scan(what) {
  const isLink = /^[\w.+-]+:\/\//.test(what);
  const seen = isLink ? { content: what } : { picture: readFileSync(what).toString('base64') };
  await goOn(await control('scan', { personId: pocketed().personId, how: 'scan', ...seen }));
}

async function open(url) {
  await goOn(await control('open', { personId: pocketed().personId, url }));
}

/** As pages/launch of the mini-program. */
async function goOn(opened) {
  if (!opened) throw new Error(say('WeChat knows nothing of this.', '微信打不开它。'));
  const launch = await client.launch(opened.options);
  if (launch.opened === 'binding') return join(launch.binding);
  const { scanId, clientName, browser, location } = launch;
  console.log([clientName, browser, location].filter(Boolean).join(' · '));
  const number = launch.numberNeeded ? await ask(say('Which number does the page show?', '页面上显示的数字是？')) : undefined;
  const { returnCode } = await client.approveScan({ scanId, number });
  if (returnCode) console.log(say(`Type this code on the page: ${returnCode}`, `请在页面上输入验证码：${returnCode}`));
  else console.log(say(`${clientName} is let in.`, `已允许“${clientName}”登录。`));
}

async function showCode() {
  const { bindCode, bindingId } = await client.createBindCode({ target: 'web' });
  console.log(say(`Type this code on the page: ${bindCode}`, `请在网页上输入绑定码：${bindCode}`));
  await client.waitForBinding({ bindingId, since: 'issued' });
  await client.waitForBinding({ bindingId, since: 'pending' });
  await client.confirmBinding({ bindingId, number: await ask(say('Which number does the page show?', '网页上显示的数字是？')) });
  console.log(say('One account, on both sides.', '两边，一个账号。'));
}

const commands = { order, bind, scan, open, approve, code: showCode };
const [command, ...given] = process.argv.slice(2);
try {
  if (commands[command]) {
    await client.signInWithWechat({ nickname: '小明' });
    await commands[command](...given);
  } else {
    console.log('npm run phone -- order [TEA] | bind CODE | scan PICTURE|LINK | open LINK | approve CODE NUMBER | code');
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  client.close();
}

// A phone with the mini-program, pretended: the same client, in Node, and a person of the mock server.
//
//   npm run phone -- bind XXXXX-XXXXX        redeems the code that the page shows
//   npm run phone -- approve CODE NUMBER     lets the page in that shows this code
//   npm run phone -- code                    shows a code for the page to type
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { createClient } from 'hufu';

process.loadEnvFile(new URL('../.env', import.meta.url));
const baseUrl = process.env.NEXT_PUBLIC_HUFU_URL;
const pocket = new URL('../.phone.json', import.meta.url);

async function control(path, body) {
  const response = await fetch(`${baseUrl}/_control/wechat/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return response.ok ? response.json() : null;
}

/** A code of wx.login, for the person whose phone it is; a new one if the server has forgotten them. */
async function code() {
  const { personId } = existsSync(pocket) ? JSON.parse(readFileSync(pocket, 'utf8')) : {};
  const given = personId && (await control('login-codes', { personId }));
  if (given) return given.code;
  const person = await control('people', { nickname: '小明' });
  if (!person) throw new Error(`There is no mock server with --control at ${baseUrl}.`);
  writeFileSync(pocket, JSON.stringify({ personId: person.personId }));
  return (await control('login-codes', { personId: person.personId })).code;
}

async function ask(question) {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(question);
  lines.close();
  return answer.trim();
}

const client = createClient({ baseUrl, platform: 'miniprogram', host: { credential: code } });
const [command, first, second] = process.argv.slice(2);
try {
  await client.signInWithWechat({ nickname: '小明' });
  if (command === 'bind') {
    const { bindingId, preview } = await client.redeemBindCode({ bindCode: first, platform: 'web' });
    console.log(`This is the account of ${preview.nickname}. Joining it.`);
    const { number } = await client.acceptBinding({ bindingId });
    console.log(`Type this number on the page: ${number}`);
    const { state } = await client.waitForBinding({ bindingId, since: 'accepted' });
    console.log(state);
  } else if (command === 'approve') {
    const { clientName } = await client.previewDevice({ userCode: first });
    await client.approveDevice({ userCode: first, number: second });
    console.log(`${clientName} is let in.`);
  } else if (command === 'code') {
    const { bindCode, bindingId } = await client.createBindCode({ target: 'web' });
    console.log(`Type this code on the page: ${bindCode}`);
    await client.waitForBinding({ bindingId, since: 'issued' });
    await client.waitForBinding({ bindingId, since: 'pending' });
    await client.confirmBinding({ bindingId, number: await ask('Which number does the page show? ') });
    console.log('confirmed');
  } else {
    console.log('npm run phone -- bind CODE | approve CODE NUMBER | code');
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  client.close();
}

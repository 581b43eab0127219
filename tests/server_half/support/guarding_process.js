// One of several processes before which the same keys are changed. Its clock runs `speed` times; it goes on verifying what it is told to, and
// says in the end how that went.
import { createGuard, refusalOf, server } from './guard.js';

const [place, speed] = [process.argv[2], Number(process.argv[3])];
const uptime = () => performance.now() * speed;
const asks = [];
const asking = (...asked) => {
  asks.push(uptime());
  return fetch(...asked);
};
const guard = createGuard({ issuers: [server.unified({ baseUrl: place })], fetch: asking, uptime });

/** How often what was answered to tokens, and to garbage. */
const told = { tokens: {}, garbage: {} };
const work = { tokens: [], garbagePerSecond: 0 };
process.on('message', (wish) => (wish === 'end' ? process.send({ told, asks }, () => process.exit()) : Object.assign(work, wish)));

async function answerTo(token) {
  const person = guard.verify(token);
  return (await person.then(() => null, () => refusalOf(person)))?.status ?? 200;
}

async function count(kind, token) {
  const status = await answerTo(token);
  told[kind][status] = (told[kind][status] ?? 0) + 1;
}

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = encoded({ iss: 'urn:hufu:backend' });
const garbage = (n) => `${encoded({ alg: 'ES256', typ: 'at+jwt', kid: `garbage-${process.pid}-${n}` })}.${claims}.AAAA`;

const tickMs = 40;
let thrown = 0;
setInterval(async () => {
  const many = Math.round((work.garbagePerSecond * tickMs) / 1000);
  await Promise.all([...work.tokens.map((token) => count('tokens', token)), ...Array.from({ length: many }, () => count('garbage', garbage(thrown++)))]);
}, tickMs);
process.send('ready');

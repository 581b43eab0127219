// As much of the shop as the mini-program asks; examples/nextjs itself is tested in Chromium.
import { createServer } from 'node:http';

import { createGuard, unified } from '../../dist/server.js';

const teas = [{ id: 'puer', name: { en: 'Aged Pu’er', zh: '陈年普洱' }, note: { en: 'Dark; wood and dates', zh: '黑茶，木香与枣香' }, price: 46, colour: '#5c2410' }];

/** Gives its address. */
export async function startShop(t, server) {
  const guard = createGuard({ issuers: [unified({ baseUrl: server.url })] });
  const orders = [];
  const listening = createServer(async (request, response) => {
    const answer = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/api/teas') return answer(200, teas);
    const { person, refused } = await guard.judge(request);
    if (refused) return answer(refused.status, refused.body);
    if (request.method === 'POST') {
      const { tea } = JSON.parse(Buffer.concat(await request.toArray()));
      orders.push({ id: orders.length, owner: person.id, tea, platform: person.platform });
    }
    return answer(200, orders.filter(({ owner }) => person.ids.includes(owner)));
  });
  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
  t.after(() => listening.close());
  return `http://127.0.0.1:${listening.address().port}`;
}

// What a unified backend tells an application by itself, taken by that.
import { once } from 'node:events';
import { createServer } from 'node:http';

/** An application with a `route` for webhooks: `url`, what `came`, and `told()`, once it has heard the first. */
export async function startShop(t) {
  const shop = { came: [] };
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const answer = await shop.route(new Request('http://shop.example/', { method: 'POST', headers: Object.entries(request.headers), body }));
    response.writeHead(answer.status).end();
    shop.came.push({ headers: request.headers, body });
    http.emit('told');
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  t.after(() => http.close().closeAllConnections());
  const told = async () => {
    if (shop.came.length === 0) await once(http, 'told');
  };
  return Object.assign(shop, { url: `http://127.0.0.1:${http.address().port}/hook`, told });
}

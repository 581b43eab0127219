// Other people's frameworks, as they are on npm, and none at all: each with `GET /orders/:tea`, which the guard keeps.
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import Hapi from '@hapi/hapi';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';

import { Refused } from './guard.js';
import * as ofExpress from '../../../wasm/dist/server.express.js';
import * as ofFastify from '../../../wasm/dist/server.fastify.js';
import * as ofHapi from '../../../wasm/dist/server.hapi.js';
import * as ofHono from '../../../wasm/dist/server.hono.js';

/** Each starts the route, which answers what `called(person, tea)` gives, and gives how to ask it: by real HTTP, or as its host would. */
export const frameworks = {
  async Express(guard, t, called) {
    const app = express();
    app.get('/orders/:tea', ofExpress.guarded(guard, async (request, response, person) => response.json(await called(person, request.params.tea))));
    return overHttp(await listening(t, app.listen(0, '127.0.0.1')));
  },
  async Fastify(guard, t, called) {
    const app = Fastify();
    app.get('/orders/:tea', ofFastify.guarded(guard, (request, _reply, person) => called(person, request.params.tea)));
    await app.listen({ port: 0, host: '127.0.0.1' });
    t.after(() => app.close());
    return overHttp(app.server.address().port);
  },
  async hapi(guard, t, called) {
    const app = Hapi.server({ port: 0, host: '127.0.0.1' });
    app.auth.scheme('hufu', ofHapi.scheme(guard));
    app.auth.strategy('hufu', 'hufu');
    app.auth.default('hufu');
    app.route({ method: 'GET', path: '/orders/{tea}', handler: ofHapi.guarded((request, _toolkit, person) => called(person, request.params.tea)) });
    await app.start();
    t.after(() => app.stop());
    return overHttp(app.info.port);
  },
  async Hono(guard, _t, called) {
    const app = new Hono();
    app.get('/orders/:tea', ofHono.guarded(guard, async (context, person) => context.json(await called(person, context.req.param('tea')))));
    return asFetch((request) => app.request(request));
  },
  async 'a route of Next.js'(guard, _t, called) {
    const route = guard.route(async (_request, person, { params }) => Response.json(await called(person, (await params).tea)));
    return asFetch((request, tea) => route(request, { params: Promise.resolve({ tea }) }));
  },
  async 'authenticate, in plain Node'(guard, t, called) {
    const server = createServer(async (request, response) => {
      const { status, headers, body } = await guard.authenticate(request).then(
        async (person) => ({ status: 200, headers: {}, body: await called(person, request.url.split('/').at(-1)) }),
        (error) => (error instanceof Refused ? error : { status: 500, headers: {}, body: String(error) }),
      );
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
    return overHttp(await listening(t, server.listen(0, '127.0.0.1')));
  },
};

async function listening(t, listener) {
  await once(listener, 'listening');
  t.after(() => listener.close());
  return listener.address().port;
}

const asFetch = (handle) => async (lines, tea = 'oolong') => {
  const headers = new Headers();
  for (const value of lines) headers.append('Authorization', value);
  const answer = await handle(new Request(`https://shop.example.com/orders/${tea}`, { headers }), tea);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.json() };
};

const overHttp = (port) => (lines, tea = 'oolong') =>
  new Promise((resolve, reject) => {
    const headers = ['Host', 'shop.example.com', 'Connection', 'close', ...lines.flatMap((value) => ['Authorization', value])];
    const asked = ask({ port, host: '127.0.0.1', path: `/orders/${tea}`, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: JSON.parse(text) }));
    });
    asked.on('error', reject).end();
  });

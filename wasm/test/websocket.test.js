// docs/how-to/websocket.md as it stands there: its server, its page and its mini-program, over real connections, on clocks that the test moves.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { WebSocket } from 'ws';

import { fakeWx } from './support/miniprogram.js';
import { until } from '../../tests/support/until.js';
import { folder, layPage } from './support/recipe.js';
import { noServer, startServer } from '../../tests/support/server.js';

const needsServer = { skip: noServer };

/** The clocks of what is bundled, and the timers of the page's own code; moved by the test. */
function movedClock() {
  let ms = 0;
  const timers = new Set();
  globalThis.moved = {
    now: () => Date.now() + ms,
    hrtime: () => {
      const [seconds, nanoseconds] = process.hrtime();
      return [seconds + Math.floor(ms / 1000), nanoseconds + (ms % 1000) * 1e6];
    },
    setTimeout: (call, delayMs) => {
      const timer = { call, at: ms + delayMs };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer) => timers.delete(timer),
  };
  return {
    /** How many timers are set. */
    get count() {
      return timers.size;
    },
    /** Whether a timer of about so many seconds is set. */
    waits: (seconds) => [...timers].some(({ at }) => Math.abs((at - ms) / 1000 - seconds) < 5),
    advance(byMs) {
      ms += byMs;
      for (const timer of [...timers].filter(({ at }) => at <= ms)) {
        timers.delete(timer);
        timer.call();
      }
    },
  };
}

/** The page about WebSockets: its server, and a client of it, that of a page or of a mini-program. */
async function openLive(t, file) {
  const clock = movedClock();
  const server = await startServer(t);
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const define = { 'Date.now': 'moved.now', 'process.hrtime': 'moved.hrtime' };
  const load = layPage('websocket.md', (code) =>
    code
      .replaceAll('https://api.example.com', server.url)
      .replaceAll('wss://live.example.com', `ws://127.0.0.1:${port}`)
      .replace('port: 8080', `port: ${port}`)
      .replace('const sockets', 'export const sockets')
      .replaceAll(/\b(set|clear)Timeout\(/g, 'moved.$1Timeout('),
  );
  const { sockets } = await load(['server.js'], define);
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });
  const told = [];
  const closes = [];
  let connections = 0;
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.on('message', (data) => told.push(String(data)));
    socket.on('close', (code) => closes.push(code));
  });
  const made = await load([file], define);
  t.after(() => {
    made.stop();
    made.client.close();
  });
  const signIn = async (who) => made.client.signInWithWechat({ code: await who.code() });
  const passMs = async (ms) => {
    await server.advance(ms);
    clock.advance(ms);
  };
  const refreshes = () => server.count('POST /api/auth/refresh');
  const address = `ws://127.0.0.1:${port}/live`;
  return { ...made, server, sockets, told, closes, clock, address, signIn, passMs, connections: () => connections, refreshes };
}

/** The socket of a page, as Node has it from version 22 on. */
function pageSocket(t) {
  const was = globalThis.WebSocket;
  globalThis.WebSocket = WebSocket;
  t.after(() => (globalThis.WebSocket = was));
}

const proof = (token) => JSON.stringify({ token });

/** From the first sign-in over a renewal, a sleeping computer, a sign-out and another person to the end. */
async function tellTheStory(live) {
  const [person, other] = [await live.server.person(), await live.server.person()];
  assert.equal(live.connections(), 0);
  await live.signIn(person);
  await until(() => live.told.length === 1 && live.clock.count === 2);
  assert.ok(live.clock.waits(675) && live.clock.waits(900), 'three quarters of its life; then the server would close');

  await live.passMs(676_000); // 224 s are left: the same token
  await until(() => live.told.length === 2 && live.clock.waits(168));
  await live.passMs(170_000); // 54 s: it is renewed
  await until(() => live.told.length === 3 && live.clock.waits(675));
  assert.equal(await live.refreshes(), 1);
  const [first, second, third] = live.told;
  assert.ok(first === second && second !== third);
  assert.equal(live.connections(), 1);

  // A computer slept until after its end: closed, and opened again with the next token.
  await live.passMs(901_000);
  await until(() => live.closes.includes(4401) && live.clock.waits(1));
  live.clock.advance(1000);
  await until(() => live.connections() === 2 && live.clock.waits(675));

  await live.client.signOut();
  await until(() => live.sockets.clients.size === 0 && live.clock.count === 0);
  await live.signIn(other);
  await until(() => live.connections() === 3 && live.clock.waits(675));
  live.stop();
  await until(() => live.sockets.clients.size === 0 && live.clock.count === 0);
}

test('a page is connected while somebody is there, by a token that is renewed on the way', needsServer, async (t) => {
  pageSocket(t);
  await tellTheStory(await openLive(t, 'lib/live_page.ts'));
});

test('so is a mini-program', needsServer, async (t) => {
  const connectSocket = ({ url }) => {
    const socket = new WebSocket(url);
    return {
      onOpen: (hear) => socket.on('open', hear),
      onMessage: (hear) => socket.on('message', (data) => hear({ data: String(data) })),
      onClose: (hear) => socket.on('close', hear),
      onError: (hear) => socket.on('error', hear),
      send: ({ data }) => socket.send(data),
      close: () => socket.close(),
    };
  };
  globalThis.wx = fakeWx(null, { connectSocket });
  const core = readFileSync(join(folder, 'miniprogram_dist/core.wasm'));
  globalThis.WXWebAssembly = { instantiate: (_, imports) => WebAssembly.instantiate(core, imports) };
  t.after(() => {
    delete globalThis.wx;
    delete globalThis.WXWebAssembly;
  });
  await tellTheStory(await openLive(t, 'miniprogram/live.ts'));
});

test('the server lets in nobody else', needsServer, async (t) => {
  pageSocket(t);
  const live = await openLive(t, 'lib/live_page.ts');
  await live.signIn(await live.server.person());
  await until(() => live.told.length === 1);
  await live.signIn(await live.server.person());
  await until(() => live.told.length === 2);
  const [ofA, ofB] = live.told;
  live.stop();
  await until(() => live.sockets.clients.size === 0);

  /** Says all that, each after an answer; gives the answers, and why the server closed. */
  const say = async (...messages) => {
    const socket = new WebSocket(live.address);
    const answers = [];
    let code = null;
    socket.on('message', (data) => answers.push(JSON.parse(String(data))));
    socket.on('close', (why) => (code = why));
    await new Promise((resolve) => socket.on('open', resolve));
    for (const [i, message] of messages.entries()) {
      socket.send(message);
      await until(() => answers.length > i || code !== null);
    }
    socket.terminate();
    return { answers, code };
  };
  for (const [code, ...messages] of [
    [4401, '{"order":1}'],
    [4401, 'no JSON'],
    [4401, 'null'],
    [4401, proof('forged')],
    [4403, ofA, ofB],
  ]) {
    assert.equal((await say(...messages)).code, code, messages[0]);
  }
  const { answers, code } = await say(ofA, '{"order":1}', ofA);
  assert.deepEqual([code, typeof answers[0].endsInMs, answers[1].heard], [null, 'number', { order: 1 }]);
});

// The mock server for tests: started on a free port, asked through its control surface, stopped.
const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

const { control } = require('./control.js');
const { Inbox } = require('./inbox.js');
const { findProgram } = require('./program.js');
const { wxOf } = require('./wx.js');

/** A test that ends early leaves no server behind. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill()));

/** What every program needs. Of the rest it sees nothing: `DATABASE_URL` there is that of the application under test. */
const INHERITED = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'LANG'];

/** Starts a server; see index.d.ts. */
async function startMockServer({ port = 0, flags = [], environment = {} } = {}) {
  // Its standard input ends with us, even where we are killed.
  const given = ['--port', String(port), '--control', '--exit-with-stdin', ...flags];
  const inherited = Object.fromEntries(INHERITED.filter((name) => name in process.env).map((name) => [name, process.env[name]]));
  const child = spawn(findProgram(), given, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...inherited, ...environment } });
  running.add(child);
  const said = [];
  child.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  const gone = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status, signal) => resolve(`it ended with ${signal ?? `status ${status}`}`));
  }).finally(() => running.delete(child));
  const url = await Promise.race([listening(child), gone.then((how) => ({ how }))]);
  if (typeof url !== 'string') throw new Error(`hufu-mock-server did not start: ${url.how}\n${said.join('')}`.trim());
  return new MockServer(url, async () => {
    child.kill();
    await gone;
  });
}

async function listening(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^listening (\S+)$/.exec(line);
    if (match) return match[1];
  }
  return new Promise(() => undefined);
}

class MockServer {
  #stop;

  constructor(url, stop) {
    this.url = url;
    this.inbox = new Inbox(url);
    this.#stop = stop;
  }

  control(method, path, body) {
    return control(this.url, method, path, body);
  }

  async wechatPerson(wish = {}) {
    const person = await this.control('POST', '/wechat/people', wish);
    const { personId } = person;
    const ask = async (what) => (await this.control('POST', `/wechat/${what}`, { personId })).code;
    const codes = {
      loginCode: () => ask('login-codes'),
      phoneCode: () => ask('phone-codes'),
      websiteCode: () => ask('website-codes'),
    };
    const openData = () => this.control('POST', '/wechat/open-data', { personId });
    return { ...person, ...codes, wx: () => wxOf(codes, openData) };
  }

  async clerkUser(wish = {}) {
    const made = await this.control('POST', '/clerk/users', wish);
    const token = async () => (await this.control('POST', '/clerk/session-tokens', { userId: made.userId })).token;
    return { ...made, token };
  }

  fault(what) {
    return this.control('POST', '/faults', what);
  }

  async advance(ms) {
    await this.control('POST', '/clock/advance', { ms });
  }

  async requests(route) {
    const { routes } = await this.control('GET', '/counters');
    return routes[route]?.requests ?? 0;
  }

  async reset() {
    await this.control('POST', '/reset');
  }

  stop() {
    return this.#stop();
  }
}

/** For `test.extend({ mockServer })`; both Vitest and Playwright read what a fixture needs from its `{}`. */
// eslint-disable-next-line no-empty-pattern
async function mockServer({}, use) {
  const server = await startMockServer();
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

/** Beside it, for `test.extend({ mockServer, inbox })`. */
async function inbox({ mockServer }, use) {
  await use(mockServer.inbox);
}

exports.startMockServer = startMockServer;
exports.mockServer = mockServer;
exports.inbox = inbox;
exports.Inbox = Inbox;
exports.MockServer = MockServer;

// The built mock server on a free port, with the control surface; stopped when the tests end.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import readline from 'node:readline';

const built = fileURLToPath(
  new URL('../../../build/native/mock-server/hufu-mock-server', import.meta.url));

export class Server {
  /** Starts one with these flags, and environment variables beside the usual ones. */
  static async start(flags = [], environment = {}) {
    const program = process.env.HUFU_MOCK_SERVER ?? built;
    if (!existsSync(program)) throw new Error(`${program} is not there: build it first`);
    const child = spawn(program, ['--port', '0', '--control', ...flags], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      .next().then(({ value }) => [value]);
    const url = /^listening (http:\/\/\S+)$/.exec(line ?? '')?.[1];
    if (!url) throw new Error(`the server's first line is ${line}`);
    const server = new Server(child, url);
    after(() => server.stop());
    return server;
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  stop() {
    this.child.kill('SIGTERM');
  }

  /** A call of the control surface, by its path below /_control/. */
  async control(method, path, body = {}) {
    const response = await fetch(`${this.url}/_control/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  reset() {
    return this.control('POST', 'reset');
  }

  advance(milliseconds) {
    return this.control('POST', 'clock/advance', { ms: milliseconds });
  }

  /** Somebody with the WeChat app. */
  person(wish = {}) {
    return this.control('POST', 'wechat/people', wish);
  }

  /** What wx.login gives them. */
  async loginCode(personId) {
    return (await this.control('POST', 'wechat/login-codes', { personId })).code;
  }

  /** Requests so far to a route, "POST /auth/v1/token" for example. */
  async count(route) {
    return (await this.control('GET', 'counters')).routes[route]?.requests ?? 0;
  }
}

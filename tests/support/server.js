// The mock server as a program of its own: the one way to start it from JavaScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const program =
  process.env.HUFU_MOCK_SERVER ??
  fileURLToPath(new URL('../../build/native/mock-server/hufu-mock-server', import.meta.url));

/** For `test(name, { skip })`: why there is no server, or false. */
export const noServer = !existsSync(program) && 'the mock server is not built (cmake --preset native)';

/** Starts a server on a free port; it ends with the test, or with whatever else has an `after`. */
export function startServer(t, ...flags) {
  return startServerIn({}, t, ...flags);
}

/** The same with environment variables beside the usual ones. */
export async function startServerIn(environment, t, ...flags) {
  if (noServer) throw new Error(noServer);
  const child = spawn(program, ['--port', '0', '--control', ...flags], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill());
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^listening (\S+)$/.exec(line);
    if (match) return new Server(match[1]);
  }
  throw new Error('the mock server did not start');
}

class Server {
  constructor(url) {
    this.url = url;
  }

  /** A call of the control surface, by its path below `/_control`. */
  async control(method, path, body) {
    const response = await fetch(`${this.url}/_control${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** A person with a phone; `code()` is what wx.login gives, `data()` wx.getUserInfo, `phoneCode()` the phone-number button. */
  async person(wish = {}) {
    const made = await this.control('POST', '/wechat/people', wish);
    const { personId } = made;
    const code = () => this.loginCode(personId);
    const phoneCode = async () => (await this.control('POST', '/wechat/phone-codes', { personId })).code;
    const data = () => this.control('POST', '/wechat/open-data', { personId, withOpenId: true });
    return { ...made, code, data, phoneCode };
  }

  /** What wx.login gives this person. */
  async loginCode(personId) {
    return (await this.control('POST', '/wechat/login-codes', { personId })).code;
  }

  /** How often a route has been asked: `POST /api/auth/refresh`, for example. */
  async count(route) {
    const { routes } = await this.control('GET', '/counters');
    return routes[route]?.requests ?? 0;
  }

  advance(ms) {
    return this.control('POST', '/clock/advance', { ms });
  }

  /** Forgets everybody and everything that tests have set. */
  reset() {
    return this.control('POST', '/reset', {});
  }
}

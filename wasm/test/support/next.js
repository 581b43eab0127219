// hufu/next outside Next.js, which is not installed here: 'next/server.js' is as much of it as is needed.
// The real one stands in tests/next.
import { register } from 'node:module';

const standIn = `
class Cookies {
  constructor(headers) {
    const pairs = (headers.get('cookie') ?? '').split('; ').filter(Boolean).map((pair) => pair.split(/=(.*)/s));
    this.headers = headers;
    this.values = new Map(pairs.map(([name, value]) => [name, decodeURIComponent(value)]));
  }
  getAll() { return [...this.values].map(([name, value]) => ({ name, value })); }
  set(name, value) { this.values.set(name, value); this.write(); }
  delete(name) { this.values.delete(name); this.write(); }
  write() {
    const text = [...this.values].map(([name, value]) => name + '=' + encodeURIComponent(value)).join('; ');
    if (text) this.headers.set('cookie', text);
    else this.headers.delete('cookie');
  }
}
export class NextRequest extends Request {
  cookies = new Cookies(this.headers);
  nextUrl = new URL(this.url);
}
export class NextResponse extends Response {
  cookies = { sent: [], set: (name, value, options) => this.cookies.sent.push({ name, value, options }) };
  static next({ request, headers } = {}) {
    const response = new NextResponse(null, { headers });
    response.headers.set('x-middleware-next', '1');
    if (request) response.headers.set('x-middleware-override-headers', [...request.headers.keys()].join());
    return Object.assign(response, { isNext: true, passedOn: request?.headers });
  }
}
`;
const url = `data:text/javascript,${encodeURIComponent(standIn)}`;
const hook = `export const resolve = (name, context, next) =>
  name === 'next/server.js' ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

export const { NextRequest, NextResponse } = await import(url);
export const { authRoutes, clerkCredential, createBrowserClient, createServerClient, exchangeCode, safeNext, toldBy, updateSession } =
  await import('../../dist/next.node.js');

/** Cookies of one browser: what it sends, and what an answer makes of them. */
export class Browser {
  values = new Map();
  /** What was set, with how. */
  attributes = new Map();

  /** The cookies as a request brings them. */
  get header() {
    return [...this.values].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  }

  keep(name, value, maxAge) {
    if (maxAge === 0) this.values.delete(name);
    else this.values.set(name, value);
  }

  /** Takes the cookies of an answer: of Next.js's, or of a route. */
  take(response) {
    for (const { name, value, options } of response.cookies?.sent ?? []) {
      this.attributes.set(name, options);
      this.keep(name, value, options.maxAge);
    }
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.attributes.set(name, line);
      this.keep(name, decodeURIComponent(value), /max-age=0(;|$)/i.test(line) ? 0 : undefined);
    }
    return response;
  }

  /** `cookies()` of a route handler or a server action. */
  get writable() {
    return {
      getAll: () => [...this.values].map(([name, value]) => ({ name, value })),
      set: (name, value, options) => {
        this.attributes.set(name, options);
        this.keep(name, value, options.maxAge);
      },
    };
  }

  /** `cookies()` of a server component, which Next.js lets nobody change. */
  get readable() {
    const values = [...this.values].map(([name, value]) => ({ name, value }));
    const set = () => {
      throw new Error('Cookies can only be modified in a Server Action or Route Handler.');
    };
    return { getAll: () => values, set };
  }

  request(path, init = {}) {
    return new NextRequest(new URL(path, 'http://site.test'), {
      ...init,
      headers: { cookie: this.header, ...init.headers },
    });
  }

  /** A form of the site itself. */
  post(path, fields, headers = { origin: 'http://site.test' }) {
    return this.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }
}

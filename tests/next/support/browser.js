// As much of a browser as pages without scripts need: it keeps cookies, and follows nothing.

export class Browser {
  values = new Map();

  constructor(site) {
    this.site = site;
  }

  get header() {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Another one with the same cookies. */
  copy() {
    const copy = new Browser(this.site);
    copy.values = new Map(this.values);
    return copy;
  }

  async fetch(path, init = {}) {
    const headers = { cookie: this.header, origin: this.site, ...init.headers };
    const response = await fetch(new URL(path, this.site), { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+?) *=([^;]*)/.exec(line);
      if (value === '' || /max-age=0(;|$)/i.test(line)) this.values.delete(name);
      else this.values.set(name, value);
    }
    return { status: response.status, headers: response.headers, location: response.headers.get('location'), text: await response.text() };
  }

  post(path, fields) {
    return this.fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
  }
}

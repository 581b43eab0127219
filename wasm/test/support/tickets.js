// A unified backend as far as web-view tickets go: a stand-in for `fetch`.
import assert from 'node:assert/strict';

export const baseUrl = 'https://api.example.com';
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A session of this person, as the backend grants it. */
export const grantOf = (id, nickname) => ({
  success: true,
  isNewUser: false,
  token: `${part({ alg: 'RS256' })}.${part({ sub: id, iss: baseUrl, exp: Math.floor(Date.now() / 1000) + 900 })}.sig`,
  expiresIn: 900,
  refreshToken: `refresh-${id}`,
  user: { id, nickname, avatarUrl: '' },
});

export class Tickets {
  asked = [];
  #tickets = new Map();
  /** How it answers instead, while it is set. */
  instead = null;

  /** A ticket of this person for this page of this origin. */
  issue({ id = '7', nickname = '小明', origin = 'http://site.test', path = '/orders' } = {}) {
    const ticket = `ticket-${this.#tickets.size}`;
    this.#tickets.set(ticket, { id, nickname, origin, path, isSpent: false });
    return ticket;
  }

  isSpent(ticket) {
    return this.#tickets.get(ticket).isSpent;
  }

  fetch = async (url, { method, headers, body, redirect }) => {
    const what = new URL(url).pathname.split('/').at(-1);
    const shown = JSON.parse(body);
    this.asked.push(what);
    assert.equal(url, `${baseUrl}/api/web-view-tickets/${what}`);
    assert.deepEqual([method, headers['X-Platform'], redirect, 'Authorization' in headers], ['POST', 'web', 'manual', false]);
    if (this.instead) return this.instead();
    const ticket = this.#tickets.get(shown.ticket);
    const isGood = ticket && !ticket.isSpent && shown.origin === ticket.origin && shown.path === ticket.path;
    if (!isGood) return Response.json({ error: 'ticket_invalid' }, { status: 400 });
    if (what === 'look') return Response.json({ userId: ticket.id, nickname: ticket.nickname, expiresIn: 60 });
    ticket.isSpent = true;
    return Response.json(grantOf(ticket.id, ticket.nickname));
  };
}

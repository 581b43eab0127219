// People of a mock server's unified backend, and what can be forged of their tokens.
import { forgedTokens } from '../../support/forged.js';

const hourMs = 3600_000;

/** Somebody signs in with WeChat: `token` and `user`. */
export async function signIn(server) {
  const { code } = await server.person();
  const headers = { 'Content-Type': 'application/json', 'X-Platform': 'miniprogram' };
  const answer = await fetch(`${server.url}/api/wechat/login`, { method: 'POST', headers, body: JSON.stringify({ code: await code() }) });
  return answer.json();
}

/** What nobody may get in with: {@link forgedTokens} of this server, and of another one. */
export async function forgedOf(server, other) {
  await server.advance(-hourMs);
  const { token: ended } = await signIn(server);
  await server.advance(hourMs);
  const [{ token: good }, { token: elsewhere }] = [await signIn(server), await signIn(other)];
  return forgedTokens({ good, elsewhere, ended });
}

/** A key that nobody knows may be a second old: then nobody can tell, for ten seconds. */
export const refusals = (kind, refusal) => (kind === 'another server' ? [refusal, 503] : [refusal]);

// Questions to other servers.
import { shortTextOf } from './short_text.js';

const timeoutMs = 5_000;

/** What it answers. Rejects where that is no JSON of 200; goes nowhere else, and waits for five seconds. */
export async function askJson(send: typeof fetch, url: string, more: RequestInit = {}): Promise<unknown> {
  const response = await send(url, { ...more, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return JSON.parse(await shortTextOf(response));
}

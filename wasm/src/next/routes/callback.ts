// Where a provider, or the link of a mail by way of the server, brings the person back to.
import { refusalOf } from '../refusal.js';
import { Answer } from './answer.js';
import type { RouteOptions } from './options.js';

/** Ends what has gone away: the handler of the address that it comes back to, with `code`. */
export async function exchangeCode(request: Request, options: RouteOptions): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const said = searchParams.get('next') ?? undefined;
  const answer = new Answer(request, options, said);
  const code = searchParams.get('code');
  if (code === null) return answer.redirect(withoutCode(answer, searchParams));
  answer.next ||= answer.detours.common();
  return answer.run(answer.page('signIn'), null, async (client) => {
    await client.exchangeCodeForSession({ code });
    const wanted = await answer.detours.end();
    if (said === undefined) answer.next = wanted;
    return answer.onwards();
  });
}

function withoutCode(answer: Answer, address: URLSearchParams): string {
  answer.next ||= answer.detours.common();
  const isRefusal = address.has('error') || address.has('error_code');
  // Of a change of e-mail that both addresses have to confirm, the first has: GoTrue says so, and no more.
  if (!isRefusal && address.has('message')) return answer.tell(answer.page('account'), { notice: 'confirm_other_address' });
  const reason = address.get('error_description') ?? '';
  return answer.tell(answer.page('signIn'), { error: refusalOf(address), reason });
}

// Where a provider, or the link of a mail by way of the server, brings the person back to.
import { Answer } from './answer.js';
import type { RouteOptions } from './options.js';

/** Ends what has gone away: the handler of the address that it comes back to, with `code`, or with why there is none. */
export async function exchangeCode(request: Request, options: RouteOptions): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const said = (name: string) => searchParams.get(name) ?? undefined;
  const answer = new Answer(request, options, said('next'));
  const back = { code: said('code'), error: said('error'), errorCode: said('error_code'), errorDescription: said('error_description') };
  answer.next ||= answer.detours.common();
  // Of a change of e-mail that both addresses have to confirm, the first has: GoTrue says so, and no more.
  const isHalf = !back.code && !back.error && !back.errorCode && searchParams.has('message');
  if (isHalf) return answer.redirect(answer.tell(answer.page('account'), { notice: 'confirm_other_address' }));
  return answer.run(answer.page('signIn'), null, async (client) => {
    await client.exchangeCodeForSession(back);
    const wanted = await answer.detours.end();
    if (said('next') === undefined) answer.next = wanted;
    return answer.onwards();
  });
}

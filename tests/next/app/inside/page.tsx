// What a mini-program shows in its web-view: signed in by a ticket.
import { createServerClient, screenKind } from 'hufu/next';
import { cookies, headers } from 'next/headers';
import { inside } from '../../lib/hufu';

export default async function Page() {
  const client = createServerClient(cookies, inside);
  const { state } = (await client.session()).unverified;
  const name = state === 'signed_in' ? (await client.fetchProfile()).nickname : 'nobody';
  return <p id="who">{`${name} in ${screenKind((await headers()).get('user-agent'))}`}</p>;
}

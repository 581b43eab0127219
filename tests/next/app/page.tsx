// A server component: asks the server with the session of the cookies.
import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { hufu } from '../lib/hufu';

export default async function Page() {
  const client = createServerClient(cookies, hufu);
  const { state } = (await client.session()).unverified;
  const id = state === 'signed_in' ? (await client.fetchProfile()).id : 'nobody';
  return <p id="who">{`who:${id}`}</p>;
}

import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { hufu } from '../../lib/hufu';
import { Providers } from './providers';
import { Who } from './who';

export default async function Page() {
  const { unverified: session } = await createServerClient(cookies, hufu).session();
  return (
    <Providers session={session}>
      <Who />
    </Providers>
  );
}

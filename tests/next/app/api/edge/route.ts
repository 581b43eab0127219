import { createServerClient } from 'hufu/next';
import { cookies } from 'next/headers';
import { hufu } from '../../../lib/hufu';

export const runtime = 'edge';

export async function GET() {
  const { id } = await createServerClient(cookies, hufu).fetchProfile();
  return Response.json({ id });
}

// In the place of Clerk's own getToken() in pages.
import { auth } from '@/lib/clerk';

export async function GET() {
  const token = await (await auth()).getToken();
  return new Response(token, { status: token ? 200 : 204, headers: { 'Cache-Control': 'no-store' } });
}

import { answering, guard, halfOf } from '../../../lib/people.js';
import { bind, takeBindCode } from '../../../lib/user_mapping.js';

// On the web a code of wx.login, in the mini-program one of /api/bind-codes.
export const POST = guard.route(answering(async (request, { id, subject, platform }) => {
  const { bindCode } = Object(await request.json().catch(() => null));
  const [clerkHalf, wechatHalf] = platform === 'miniprogram' ? [await takeBindCode(bindCode), subject] : [id, await halfOf(bindCode)];
  if (await bind(clerkHalf, wechatHalf)) return Response.json({ success: true, message: 'Account bound successfully' });
  return Response.json({ error: clerkHalf ? 'provider_already_linked' : 'bind_code_invalid' }, { status: clerkHalf ? 409 : 400 });
}));

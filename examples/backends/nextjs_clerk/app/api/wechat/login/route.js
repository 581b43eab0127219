import { SignJWT } from 'jose';
import { jwtSecret } from '../../../../../config.js';
import { answering, halfOf } from '../../../../lib/people.js';
import { getUser } from '../../../../lib/user_mapping.js';

// A token names the half that signed in; whose it is the table says, each time.
const signed = (jwt) => jwt.setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime('30d').sign(new TextEncoder().encode(jwtSecret));

export const POST = answering(async (request) => {
  const { code, userInfo } = Object(await request.json().catch(() => null));
  const { nickName = '微信用户', avatarUrl = '' } = Object(userInfo);
  const userId = await halfOf(code, { nickname: String(nickName).slice(0, 255), avatarUrl: String(avatarUrl) });
  const { email, ids, ...user } = await getUser(userId);
  return Response.json({ success: true, token: await signed(new SignJWT({ userId })), user });
});

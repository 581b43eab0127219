import { guard } from '../../../lib/people.js';
import { createBindCode } from '../../../lib/user_mapping.js';

export const POST = guard.route(async (request, { id, platform }) =>
  platform === 'miniprogram' ? new Response(null, { status: 403 }) : Response.json({ bindingId: id, bindCode: await createBindCode(id), expiresIn: 300 }));

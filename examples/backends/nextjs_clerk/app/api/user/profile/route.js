import { guard } from '../../../../lib/people.js';
import { getUser } from '../../../../lib/user_mapping.js';

export const GET = guard.route(async (request, { id, platform }) => Response.json({ ...(await getUser(id)), platform }));

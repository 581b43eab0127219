import { guard } from '../../../lib/guard';

export const runtime = 'edge';

export const GET = guard.route((request, { id }) => Response.json({ id }));

// The menu, for everybody.
import { teas } from '@/lib/teas';

export const GET = () => Response.json(teas);

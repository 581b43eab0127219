// hufu/server/hono: routes of Hono that know who asks.
import type { Guard } from './guard.js';
import type { Person } from './person.js';

/** What is needed of a context of Hono. */
export interface HonoContext {
  req: { raw: Request };
}

/** `app.get('/orders', guarded(guard, (context, person) => …))`: called with a person, or not at all. */
export function guarded<Context extends HonoContext>(
  guard: Guard,
  handler: (context: Context, person: Person) => Response | Promise<Response>,
): (context: Context) => Promise<Response> {
  return async (context) => {
    const { person, refused } = await guard.judge(context.req.raw);
    return refused ? refused.response() : handler(context, person);
  };
}

// hufu/server/express: routes of Express that know who asks.
import type { Guard } from './guard.js';
import type { Person } from './person.js';
import type { NodeRequest } from './request.js';

/** What is needed of a response of Express. */
export interface ExpressResponse {
  status(code: number): ExpressResponse;
  set(headers: Record<string, string>): ExpressResponse;
  json(body: unknown): unknown;
}

type Next = (error?: unknown) => void;

/** `app.get('/orders', guarded(guard, (request, response, person) => …))`: called with a person, or not at all. */
export function guarded<Asked extends NodeRequest, Answer extends ExpressResponse>(
  guard: Guard,
  handler: (request: Asked, response: Answer, person: Person, next: Next) => unknown,
): (request: Asked, response: Answer, next: Next) => Promise<void> {
  return async (request, response, next) => {
    try {
      const { person, refused } = await guard.judge(request);
      if (refused) response.status(refused.status).set(refused.headers).json(refused.body);
      else await handler(request, response, person, next);
    } catch (error) {
      // Express 4 waits for no promise, and one that rejects ends the process; without an error next() goes on to the next route.
      next(error || new Error('Rejected with nothing'));
    }
  };
}

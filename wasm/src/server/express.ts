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
    const { person, refused } = await guard.judge(request);
    if (refused) response.status(refused.status).set(refused.headers).json(refused.body);
    else await handler(request, response, person, next);
  };
}

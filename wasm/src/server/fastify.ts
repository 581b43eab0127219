// hufu/server/fastify: routes of Fastify that know who asks.
import type { Guard } from './guard.js';
import type { Person } from './person.js';
import type { NodeRequest } from './request.js';

/** What is needed of a reply of Fastify. */
export interface FastifyReply {
  code(status: number): FastifyReply;
  headers(headers: Record<string, string>): FastifyReply;
  send(body: unknown): unknown;
}

/** `app.get('/orders', guarded(guard, (request, reply, person) => …))`: called with a person, or not at all. */
export function guarded<Asked extends { raw: NodeRequest }, Answer extends FastifyReply>(
  guard: Guard,
  handler: (request: Asked, reply: Answer, person: Person) => unknown,
): (request: Asked, reply: Answer) => Promise<unknown> {
  return async (request, reply) => {
    const { person, refused } = await guard.judge(request.raw);
    if (refused) return reply.code(refused.status).headers(refused.headers).send(refused.body);
    return handler(request, reply, person);
  };
}

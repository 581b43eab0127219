// hufu/server/hapi: a scheme of hapi, and handlers that know who asks.
import type { Guard } from './guard.js';
import type { Person } from './person.js';
import type { NodeRequest } from './request.js';

/** What is needed of a request of hapi. */
export interface HapiRequest {
  raw: { req: NodeRequest };
  auth: { isAuthenticated: boolean; credentials: unknown };
}

interface HapiResponse {
  code(status: number): HapiResponse;
  header(name: string, value: string): HapiResponse;
  takeover(): unknown;
}

interface Toolkit {
  authenticated(found: { credentials: object }): unknown;
  response(body: object): unknown;
}

/** `server.auth.scheme('hufu', scheme(guard))`, then `server.auth.strategy('hufu', 'hufu')` and `server.auth.default('hufu')`. */
// hapi's own types differ from version to version of its parts.
export function scheme(guard: Guard): () => { authenticate(request: any, toolkit: any): Promise<any> } {
  const authenticate = async (request: HapiRequest, toolkit: Toolkit): Promise<unknown> => {
    const { person, refused } = await guard.judge(request.raw.req);
    if (!refused) return toolkit.authenticated({ credentials: { person } });
    const response = toolkit.response(refused.body) as HapiResponse;
    for (const [name, value] of Object.entries(refused.headers)) response.header(name, value);
    return response.code(refused.status).takeover();
  };
  return () => ({ authenticate });
}

/** `handler: guarded((request, toolkit, person) => …)`: called with a person, or not at all; a route with `auth: false` is a mistake of the program. */
export function guarded<Asked extends HapiRequest, Tools, Result>(
  handler: (request: Asked, toolkit: Tools, person: Person) => Result,
): (request: Asked, toolkit: Tools) => Result {
  return (request, toolkit) => {
    const { person } = (request.auth.credentials ?? {}) as { person?: Person };
    if (!request.auth.isAuthenticated || !person) throw new Error('A guarded route of hapi needs the strategy of hufu/server/hapi.');
    return handler(request, toolkit, person);
  };
}

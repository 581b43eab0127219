// Where a mini-program's web-view arrives.
import { arrivePage } from '../../server/pages/index.js';
import type { RouteOptions } from './options.js';

/** The page, and what it posts. Only a unified backend has tickets, and only a session of one's own can begin with one. */
export async function arrive(request: Request, options: RouteOptions): Promise<Response> {
  const { backend = 'unified', session = 'own' } = options;
  return backend === 'unified' && session === 'own' ? arrivePage(options)(request) : new Response(null, { status: 404 });
}

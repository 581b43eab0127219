// What a request brings, of `fetch`'s kind and of Node's.
import type { Platform } from './issuer.js';
import { Refused } from './refused.js';
import { isToken } from './token.js';

/** A request as Node, Express, Fastify and hapi have it. */
export interface NodeRequest {
  method?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawHeaders?: string[] | undefined;
}

/** Any request. */
export type AnyRequest = Pick<Request, 'method' | 'headers'> | NodeRequest;

/** All lines of that header; where they were joined, one. */
export function linesOf(request: AnyRequest, name: string): readonly string[] {
  const { headers } = request;
  if (isHeaders(headers)) return [headers.get(name) ?? []].flat();
  // Of two Authorization headers Node's `headers` keeps the first and says nothing. No spread: over HTTP/2 this is a getter of the prototype.
  const { rawHeaders: raw } = request as NodeRequest;
  if (raw) return raw.filter((_, at) => at % 2 === 1 && raw[at - 1]!.toLowerCase() === name);
  return [headers[name] ?? []].flat();
}

const isHeaders = (headers: AnyRequest['headers']): headers is Headers => typeof headers['get'] === 'function';

/** The token that came, and whether without a scheme. */
export interface Brought {
  token: string;
  isBare: boolean;
}

// Without the blanks around it, which are HTTP's and no others (RFC 9110, section 5.6.3).
const bare = (text: string): string => text.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '');

/** The token of the Authorization header; null if there is none. */
export function broughtIn(request: AnyRequest): Brought | null {
  const lines = linesOf(request, 'authorization');
  const line = bare(lines[0] ?? '');
  const isBearer = /^bearer(?: |$)/i.test(line);
  const isList = line.includes(',') && (/\bbearer\b/i.test(line) || line.split(',').some((part) => isToken(bare(part))));
  if (lines.length > 1 || isList) throw new Refused('malformed_request');
  if (isBearer) return { token: bare(line.slice(6)), isBare: false };
  return isToken(line) ? { token: line, isBare: true } : null;
}

const every: Readonly<Record<Platform, true>> = { web: true, miniprogram: true, desktop: true, server: true };

/** All that there are. */
export const platforms = Object.keys(every) as readonly Platform[];
export const isPlatform = (value: unknown): value is Platform => platforms.includes(value as Platform);

/** What X-Platform says; null if it is not there. */
export function platformIn(request: AnyRequest, isRequired: boolean): Platform | null {
  const [platform, ...more] = linesOf(request, 'x-platform');
  if (platform === undefined && !isRequired) return null;
  if (more.length > 0 || !isPlatform(platform)) throw new Refused('no_platform');
  return platform;
}

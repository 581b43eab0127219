// Whether a token is what its issuer makes. Signatures are the verifier's.
import type { Algorithm, Issuer } from './issuer.js';
import { Refused } from './refused.js';
import { isText, type Members } from './token.js';

/** Clocks differ by so much. */
export const leewayS = 60;
const endOfTimeS = 2 ** 53;

// A token brings neither its key nor its rules (RFC 8725, sections 3.10 and 3.11); what is critical has to be understood, and
// nothing is here (RFC 7515, section 4.1.11).
const forbidden = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip'];

/** The algorithm, if the header is one of this issuer's. */
export function algorithmOf(header: Members, issuer: Issuer): Algorithm {
  const algorithm = issuer.algorithms.find((name) => name === header['alg']);
  if (!algorithm) throw new Refused('malformed', 'alg');
  const brought = forbidden.find((name) => Object.hasOwn(header, name));
  if (brought) throw new Refused('malformed', brought);
  const type: unknown = header['typ'] ?? '';
  if (typeof type !== 'string' || !issuer.types.includes(mediaType(type))) throw new Refused('wrong_claims', 'typ');
  return algorithm;
}

const mediaType = (type: string): string => type.toLowerCase().replace(/^application\//, '');

/** Judges by the clock, which goes on: also of a token that was good before. */
export function judgeTimes(claims: Members, nowS: number): void {
  if (timeOf(claims, 'exp') + leewayS <= nowS) throw new Refused('expired');
  for (const name of ['nbf', 'iat']) {
    if (claims[name] !== undefined && timeOf(claims, name) > nowS + leewayS) throw new Refused('wrong_claims', `${name} is ahead: the clocks differ`);
  }
}

function timeOf(claims: Members, name: string): number {
  const when = claims[name];
  if (typeof when === 'number' && when >= 0 && when < endOfTimeS) return when;
  throw new Refused('wrong_claims', name);
}

/** Judges what does not change. */
export function judgeClaims(claims: Members, issuer: Issuer): void {
  const audiences: unknown[] = [claims['aud'] ?? []].flat();
  const isMeant = issuer.audiences.length === 0 ? claims['aud'] === undefined : audiences.some((one) => issuer.audiences.includes(one as string));
  if (!isMeant) throw new Refused('wrong_claims', 'aud');
  const party = claims['azp'];
  const isParty = issuer.authorizedParties.length === 0 || issuer.authorizedParties.includes(party as string);
  if (party !== undefined && !isParty) throw new Refused('wrong_claims', 'azp');
  const fault = issuer.fault(claims);
  if (fault !== undefined) throw new Refused('wrong_claims', fault);
}

/** The person's id at the issuer. */
export function subjectOf(claims: Members, issuer: Issuer): string {
  const subject = claims[issuer.subject];
  // The documents' ids are numbers.
  const text = issuer.name === null && Number.isSafeInteger(subject) ? String(subject) : subject;
  if (!isText(text) || text.length > 255) throw new Refused('wrong_claims', issuer.subject);
  return text;
}

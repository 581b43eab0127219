// Who asks, proved.
import type { Issuer, Platform } from './issuer.js';
import { leewayS } from './judge.js';
import type { Members } from './token.js';

/** What is known of a person besides what the token says. */
export interface PersonFacts {
  id: string;
  ids: readonly string[];
  platform: Platform | null;
  subject: string;
  issuer: Issuer;
  claims: Members;
  nowS: () => number;
}

/** A person whose token is good. What is printed or sent as JSON of it are its ids, never the claims. */
export class Person {
  /** What `resolve` gives: one for both halves of a person. Without it the subject, and each half has its own. Store this as the owner of what is theirs. */
  readonly id: string;
  /**
   * The `id`, and those that were absorbed into it, as `resolve` or a token of the unified backend says: look things up by
   * `owner = ANY(ids)`.
   */
  readonly ids: readonly string[];
  /** Where the person is; null where nobody said. */
  readonly platform: Platform | null;
  /** Who says so: the claim `iss`, or the issuer's kind where it has none. */
  readonly issuer: string;
  /** The person's id at that issuer. */
  readonly subject: string;
  /** Which sign-in; empty where the token does not say. */
  readonly sessionId: string;
  /** Whether the person has told nothing of themselves yet (GoTrue's anonymous sign-in). */
  readonly isAnonymous: boolean;
  readonly #facts: PersonFacts;

  constructor(facts: PersonFacts) {
    const { issuer, claims } = facts;
    const session = claims[issuer.session];
    this.id = facts.id;
    this.ids = facts.ids;
    this.platform = facts.platform;
    this.issuer = issuer.name ?? issuer.kind;
    this.subject = facts.subject;
    this.sessionId = typeof session === 'string' ? session : '';
    this.isAnonymous = claims['is_anonymous'] === true;
    this.#facts = facts;
  }

  /** All claims of the token. */
  get claims(): Members {
    return this.#facts.claims;
  }

  /** Whether the person has proved who they are within so many seconds. Not so where the token does not say. */
  isFresh(seconds: number): boolean {
    const { issuer, claims, nowS } = this.#facts;
    const provedAt = issuer.provedAt(claims);
    if (provedAt === undefined) return false;
    const age = nowS() - provedAt;
    return age <= seconds && age >= -leewayS;
  }
}

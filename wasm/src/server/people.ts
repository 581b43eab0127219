// Who the people of foreign issuers are here: asked for, and kept for a while. Loaded by a guard that has a `resolve`.
import type { GuardOptions } from './guard.js';
import { Kept } from './kept.js';
import type { Refused } from './refused.js';
import type { Members } from './token.js';

/** Whom an issuer names. */
export interface Identity {
  issuer: string;
  subject: string;
  claims: Members;
}

/** Somebody here: an id, and those that were absorbed into it. */
export interface Known {
  id: string;
  ids?: readonly string[];
}

/** Who that is here. */
export type Resolved = string | Known;

/** Says who that is here; null: nobody. */
export type Resolve = (identity: Identity) => Resolved | null | Promise<Resolved | null>;

interface Answer {
  known: Required<Known>;
  untilMs: number;
}

/** Asks `resolve`, and keeps whom it told of. */
export class People {
  readonly #answers = new Kept<Answer>();
  #forgets = 0;
  readonly #resolve: Resolve;
  readonly #staleForMs: number;
  readonly #uptime: () => number;
  readonly #Refused: typeof Refused;

  /** `refused` is the guard's class: this is a file of its own, and would have another one. */
  constructor({ resolve = () => null, staleFor = 60 }: Pick<GuardOptions, 'resolve' | 'staleFor'>, uptime: () => number, refused: typeof Refused) {
    this.#resolve = resolve;
    this.#staleForMs = staleFor * 1000;
    this.#uptime = uptime;
    this.#Refused = refused;
  }

  /** Who that is. Rejects with {@link Refused} if it is nobody, or nobody can tell. */
  async who(identity: Identity): Promise<Required<Known>> {
    const name = nameOf(identity.issuer, identity.subject);
    const kept = this.#answers.get(name);
    if (kept && this.#uptime() < kept.untilMs) return kept.known;
    const untilMs = this.#uptime() + this.#staleForMs;
    const forgets = this.#forgets;
    const known = knownOf(await this.#told(identity));
    // Whom nobody knows may register the next moment.
    if (!known.id) throw new this.#Refused('unknown_person');
    // What was told while somebody was forgotten may be of before.
    if (forgets === this.#forgets) this.#answers.set(name, { known, untilMs });
    return known;
  }

  /** What was told of this identity, or of this person, counts no more. */
  forget(issuerOrId: string, subject?: string): void {
    this.#forgets += 1;
    if (subject !== undefined) this.#answers.delete(nameOf(issuerOrId, subject));
    else for (const [name, { known }] of this.#answers) if (known.ids.includes(issuerOrId)) this.#answers.delete(name);
  }

  async #told(identity: Identity): Promise<unknown> {
    try {
      return await this.#resolve(identity);
    } catch (cause) {
      throw new this.#Refused('backend_unavailable', 'resolve threw', { cause });
    }
  }
}

function knownOf(told: unknown): Required<Known> {
  const { id, ids = [] } = typeof told === 'string' ? { id: told } : ((told ?? { id: '' }) as Known);
  const isGood = Array.isArray(ids) && [id, ...ids].every((one) => typeof one === 'string');
  if (!isGood) throw new TypeError('resolve gives a text for the id, and a list of them for the ids; or null.');
  // Kept for other requests, too.
  return { id, ids: Object.freeze([...new Set([id, ...ids])]) };
}

const nameOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);

// Who the people of foreign issuers are here: asked for, and kept for a while. Loaded by a guard that has a `resolve`.
import type { GuardOptions } from './guard.js';
import { Kept } from './kept.js';
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
  known: Known;
  untilMs: number;
  stamp: string;
}

/** Asks `resolve`, and keeps whom it told of. */
export class People {
  readonly #answers = new Kept<Answer>();
  /** The newest `gen` of our own tokens, by the person's id: it grows when something becomes of the account. */
  readonly #generations = new Kept<number>();
  /** Which forgetting was the last, by the person's id. */
  readonly #forgotten = new Kept<number>();
  #forgets = 0;
  readonly #resolve: Resolve;
  readonly #staleForMs: number;
  readonly #uptime: () => number;

  constructor({ resolve = () => null, staleFor = 60 }: Pick<GuardOptions, 'resolve' | 'staleFor'>, uptime: () => number) {
    this.#resolve = resolve;
    this.#staleForMs = staleFor * 1000;
    this.#uptime = uptime;
  }

  /**
   * Who that is; an empty id: nobody.
   *
   * @param isOurs whether a token of our own says it: its subject is the id
   */
  async who(identity: Identity, isOurs: boolean): Promise<Known> {
    const { issuer, subject, claims } = identity;
    if (isOurs) {
      this.#see(subject, claims['gen']);
      return { id: subject };
    }
    const name = nameOf(issuer, subject);
    const kept = this.#answers.get(name);
    if (kept && this.#uptime() < kept.untilMs && kept.stamp === this.#stampOf(kept.known.id)) return kept.known;
    const untilMs = this.#uptime() + this.#staleForMs;
    const forgets = this.#forgets;
    const told = await this.#resolve(identity);
    const known = typeof told === 'string' ? { id: told } : (told ?? { id: '' });
    // Whom nobody knows may register the next moment; what was told while somebody was forgotten may be of before.
    if (known.id && forgets === this.#forgets) this.#answers.keep(name, { known, untilMs, stamp: this.#stampOf(known.id) });
    return known;
  }

  /** What was told of this identity, or of this person, counts no more. */
  forget(issuerOrId: string, subject?: string): void {
    this.#forgets += 1;
    if (subject === undefined) {
      this.#forgotten.keep(issuerOrId, this.#forgets);
      return;
    }
    const kept = this.#answers.get(nameOf(issuerOrId, subject));
    if (kept) kept.untilMs = -Infinity;
  }

  #stampOf(id: string): string {
    return `${this.#generations.get(id)} ${this.#forgotten.get(id)}`;
  }

  #see(id: string, generation: unknown): void {
    if (typeof generation === 'number' && generation > (this.#generations.get(id) ?? -1)) this.#generations.keep(id, generation);
  }
}

const nameOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);

// What leaves a client as an error speaks the language of the client.
import { HufuError } from '../errors.js';
import type { Language } from './language.js';

/** The same error: if it is ours, with its message in that language. */
export function spoken<Thrown>(error: Thrown, language: Language | undefined): Thrown {
  if (language && error instanceof HufuError) error.message = error.messageIn(language);
  return error;
}

/** The same promise, but that its error speaks that language. */
export function inLanguage<T>(promise: Promise<T>, language: Language | undefined): Promise<T> {
  if (!language) return promise;
  return promise.catch((error: unknown) => {
    throw spoken(error, language);
  });
}

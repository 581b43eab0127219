// What leaves a client as an error speaks the language of the client.
import { HufuError } from '../errors.js';
import type { Language } from './language.js';

/** The same error; if it is ours, in that language: another one, for clients of several languages may have been told the same. */
export function spoken<Thrown>(error: Thrown, language: Language | undefined): Thrown | HufuError {
  if (!language || !(error instanceof HufuError)) return error;
  const said = new HufuError(error.code, error);
  said.message = error.messageIn(language);
  return said;
}

/** The same promise, but that its error speaks that language. */
export function inLanguage<T>(promise: Promise<T>, language: Language | undefined): Promise<T> {
  if (!language) return promise;
  return promise.catch((error: unknown) => {
    throw spoken(error, language);
  });
}

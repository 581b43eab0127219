// The package that checks signatures; the application has it beside us.
import type { compactVerify, importJWK } from 'jose';

/** What we use of it. */
export interface Jose {
  compactVerify: typeof compactVerify;
  importJWK: typeof importJWK;
}

let loading: Promise<Jose> | null = null;

/** Loaded once, when the first token comes: a module of a worker may wait for nothing while it starts. */
export function jose(): Promise<Jose> {
  return (loading ??= import('jose').catch((cause: unknown) => {
    throw new Error('hufu/server needs jose: npm install jose', { cause });
  }));
}

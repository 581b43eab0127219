// PostgreSQL inside the process, in a folder or in memory. With a server of its own: `new Pool()` of `pg`, whose query() is the same.
import { PGlite } from '@electric-sql/pglite';

// Kept beside the modules: Next.js may load one more than once.
export const db = await (globalThis.hufuExampleDb ??= PGlite.create(process.env.DATA_FOLDER));

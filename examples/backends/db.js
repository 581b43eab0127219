// PostgreSQL inside the process, in a folder or in memory. With a server of its own: `new Pool()` of `pg`, whose query() is the same.
import { PGlite } from '@electric-sql/pglite';

export const db = await PGlite.create(process.env.DATA_FOLDER);

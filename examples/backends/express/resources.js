// What people keep here.
import { db } from '../db.js';

await db.exec(`CREATE TABLE IF NOT EXISTS resources (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  owner text NOT NULL,
  title text NOT NULL
)`);

/** Those of all ids that a person has had. */
export const listOf = async ({ ids }) => (await db.query('SELECT id, title FROM resources WHERE owner = ANY($1) ORDER BY id', [ids])).rows;

export async function add({ id }, title) {
  return (await db.query('INSERT INTO resources (owner, title) VALUES ($1, $2) RETURNING id, title', [id, title])).rows[0];
}

/** Whether there was one of theirs. */
export async function remove({ ids }, id) {
  return (await db.query('DELETE FROM resources WHERE id = $1 AND owner = ANY($2)', [id, ids])).affectedRows === 1;
}

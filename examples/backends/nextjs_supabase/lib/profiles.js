// What people call themselves here.
import { db } from '../../db.js';

await db.exec('CREATE TABLE IF NOT EXISTS profiles (owner text PRIMARY KEY, full_name text NOT NULL)');

/** Null where they have not said. */
export const nameOf = async ({ id }) => (await db.query('SELECT full_name FROM profiles WHERE owner = $1', [id])).rows[0]?.full_name ?? null;

export async function rename({ id }, fullName) {
  await db.query('INSERT INTO profiles VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET full_name = $2', [id, fullName]);
}

// The table of users, as the document migrates to it. Without session_key: it is needed once, and a copied table would give it away.
import { db } from '../db.js';

await db.exec(`CREATE TABLE IF NOT EXISTS users (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  nick_name text,
  avatar_url text,
  gender integer,
  open_id text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
)`);

const shown = 'id, nick_name, avatar_url, gender';

/** Whose open_id it is, made where it is new, with what WeChat says of them. */
export async function admit(openId, { nickName = null, avatarUrl = null, gender = null }) {
  const { rows } = await db.query(
    `INSERT INTO users (open_id, nick_name, avatar_url, gender) VALUES ($1, $2, $3, $4)
     ON CONFLICT (open_id) DO UPDATE SET nick_name = $2, avatar_url = $3, gender = $4, updated_at = now() RETURNING id`,
    [openId, nickName, avatarUrl, gender],
  );
  return rows[0].id;
}

/** Null where they are gone. */
export async function find(id) {
  return (await db.query(`SELECT ${shown} FROM users WHERE id = $1`, [id])).rows[0] ?? null;
}

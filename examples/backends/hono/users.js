// The table of users: the document's columns, and what is asked of them.
import { randomUUID } from 'node:crypto';

import { db } from '../db.js';

await db.exec(`CREATE TABLE IF NOT EXISTS users (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  username text NOT NULL UNIQUE,
  password text, -- none: who came by a mini-program signs in by no password, not even an empty one
  openid text UNIQUE,
  unionid text,
  nickname text,
  miniapp_avatar text,
  registration_source text NOT NULL DEFAULT 'web',
  is_disabled boolean NOT NULL DEFAULT false
)`);

const shown = 'id, username, nickname, miniapp_avatar AS avatar';

/** Whose openid it is; of two at once one is new. Nobody, where they are disabled. */
export async function admit({ openId, unionId }, { nickName = '微信用户', avatarUrl = null } = {}) {
  const { rows } = await db.query(
    `INSERT INTO users (username, openid, unionid, nickname, miniapp_avatar, registration_source)
     VALUES ($1, $2, $3, $4, $5, 'miniapp')
     ON CONFLICT (openid) DO UPDATE SET unionid = coalesce(excluded.unionid, users.unionid) WHERE NOT users.is_disabled
     RETURNING ${shown}, xmax = 0 AS is_new`, // a row that was there has been changed by a transaction
    [`wx_${randomUUID()}`, openId, unionId, nickName, avatarUrl],
  );
  if (rows.length === 0) return null;
  const [{ is_new: isNewUser, ...user }] = rows;
  return { user, isNewUser };
}

/** Null where they are gone or disabled. */
export async function find(id) {
  const { rows } = await db.query(`SELECT ${shown} FROM users WHERE id = $1 AND NOT is_disabled`, [id]);
  return rows[0] ?? null;
}

export async function change(id, { nickname = null, avatar = null }) {
  const { rows } = await db.query(
    `UPDATE users SET nickname = coalesce($2, nickname), miniapp_avatar = coalesce($3, miniapp_avatar) WHERE id = $1 RETURNING ${shown}`,
    [id, nickname, avatar],
  );
  return rows[0];
}

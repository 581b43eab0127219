// The document's table, and what is asked of it. A row is one half of a person, and stays: when the halves are bound, WeChat's
// points to Clerk's, whose id is the person's from then on. Two ways round could make a circle; one cannot.
import { randomInt, randomUUID } from 'node:crypto';

import { db } from '../../db.js';

await db.exec(`
CREATE TABLE IF NOT EXISTS user_mapping (
  id serial PRIMARY KEY,
  clerk_user_id varchar(255) UNIQUE,
  wechat_openid varchar(255) UNIQUE,
  wechat_unionid varchar(255),
  unified_user_id varchar(255) UNIQUE NOT NULL,
  bound_to varchar(255) UNIQUE REFERENCES user_mapping (unified_user_id) CHECK (bound_to IS NULL OR clerk_user_id IS NULL),
  email varchar(255),
  nickname varchar(255),
  avatar_url text,
  created_at timestamp DEFAULT current_timestamp,
  updated_at timestamp DEFAULT current_timestamp
);
CREATE TABLE IF NOT EXISTS bind_codes (
  code text PRIMARY KEY,
  unified_user_id varchar(255) NOT NULL REFERENCES user_mapping (unified_user_id),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '5 minutes'
)`);

// The person whose half it is: `ids` are those of both halves.
const personBy = async (column, value) => {
  const { rows } = await db.query(
    `SELECT whole.unified_user_id AS id, whole.nickname, whole.avatar_url AS "avatarUrl", whole.email,
       ARRAY(SELECT unified_user_id FROM user_mapping WHERE whole.unified_user_id IN (unified_user_id, bound_to)) AS ids
     FROM user_mapping half JOIN user_mapping whole ON whole.unified_user_id = coalesce(half.bound_to, half.unified_user_id)
     WHERE half.${column} = $1`,
    [value],
  );
  return rows[0] ?? null;
};

/** Null where nobody is. */
export const getUserByClerkId = (clerkUserId) => personBy('clerk_user_id', clerkUserId);
export const getUser = (unifiedUserId) => personBy('unified_user_id', unifiedUserId);

/** Whose half that is, made where it is new: two requests at once make one. Gives the half's own id. */
export async function createUserMapping({ clerkUserId = null, openId = null, unionId = null, email = null, nickname = null, avatarUrl = null }) {
  const { rows } = await db.query(
    `INSERT INTO user_mapping (clerk_user_id, wechat_openid, wechat_unionid, unified_user_id, email, nickname, avatar_url)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (${clerkUserId ? 'clerk_user_id' : 'wechat_openid'}) DO UPDATE
       SET wechat_unionid = coalesce(excluded.wechat_unionid, user_mapping.wechat_unionid), updated_at = now()
     RETURNING unified_user_id`,
    [clerkUserId, openId, unionId, randomUUID(), email, nickname, avatarUrl],
  );
  return rows[0].unified_user_id;
}

/** Binds WeChat's half to Clerk's. False: one of them has another half already. */
export async function bind(clerkHalf, wechatHalf) {
  try {
    const { affectedRows } = await db.query(
      'UPDATE user_mapping SET bound_to = $1, updated_at = now() WHERE unified_user_id = $2 AND coalesce(bound_to, $1) = $1',
      [clerkHalf, wechatHalf],
    );
    return affectedRows === 1;
  } catch (error) {
    if (error.code !== '23505') throw error; // unique_violation
    return false;
  }
}

const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code to be typed in the mini-program, good for five minutes and once. */
export async function createBindCode(clerkHalf) {
  const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
  await db.query('INSERT INTO bind_codes (code, unified_user_id) VALUES ($1, $2)', [code, clerkHalf]);
  return code;
}

/** Whose code it is; null: nobody's, or nobody's any more. */
export async function takeBindCode(code) {
  const { rows } = await db.query('DELETE FROM bind_codes WHERE code = $1 RETURNING unified_user_id, expires_at > now() AS is_good', [code]);
  return rows[0]?.is_good ? rows[0].unified_user_id : null;
}

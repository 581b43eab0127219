// The document's table in PostgreSQL: named, and so prepared, statements, and a pool as large as one process can use.
import pg from 'pg';

export async function open(url) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await pool.query(`CREATE TABLE user_mapping (
    id SERIAL PRIMARY KEY, clerk_user_id TEXT UNIQUE, wechat_openid TEXT UNIQUE, wechat_unionid TEXT,
    unified_user_id TEXT UNIQUE NOT NULL, email TEXT, nickname TEXT, avatar_url TEXT,
    created_at TIMESTAMPTZ DEFAULT now(), updated_at TIMESTAMPTZ DEFAULT now())`);
  const run = (name, text) => (...values) => pool.query({ name, text, values });
  const find = run('find', 'SELECT * FROM user_mapping WHERE wechat_openid = $1');
  return {
    find: async (openid) => (await find(openid)).rows[0],
    // Two first logins of one person at once make one row.
    create: run(
      'create',
      'INSERT INTO user_mapping (wechat_openid, wechat_unionid, unified_user_id, nickname, avatar_url) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    ),
    update: run(
      'update',
      'UPDATE user_mapping SET nickname = $1, avatar_url = $2, updated_at = now() WHERE unified_user_id = $3',
    ),
  };
}

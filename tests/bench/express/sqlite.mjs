// The document's table in SQLite: prepared statements, WAL.
import Database from 'better-sqlite3';

export function open(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(`CREATE TABLE user_mapping (
    id INTEGER PRIMARY KEY, clerk_user_id TEXT UNIQUE, wechat_openid TEXT UNIQUE, wechat_unionid TEXT,
    unified_user_id TEXT UNIQUE NOT NULL, email TEXT, nickname TEXT, avatar_url TEXT,
    created_at TEXT DEFAULT CURRENT_TIMESTAMP, updated_at TEXT DEFAULT CURRENT_TIMESTAMP)`);
  const find = database.prepare('SELECT * FROM user_mapping WHERE wechat_openid = ?');
  const create = database.prepare(
    'INSERT INTO user_mapping (wechat_openid, wechat_unionid, unified_user_id, nickname, avatar_url) VALUES (?, ?, ?, ?, ?)',
  );
  const update = database.prepare(
    'UPDATE user_mapping SET nickname = ?, avatar_url = ?, updated_at = CURRENT_TIMESTAMP WHERE unified_user_id = ?',
  );
  return {
    find: (openid) => find.get(openid),
    create: (...values) => create.run(...values),
    update: (...values) => update.run(...values),
  };
}

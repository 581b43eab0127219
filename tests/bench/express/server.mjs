// Document 000's two routes as one writes them with Express, jsonwebtoken and better-sqlite3, each used at its best: a
// prepared key, prepared statements, WAL, connections to WeChat kept open.
import { createSecretKey } from 'node:crypto';
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import express from 'express';
import jwt from 'jsonwebtoken';

const [, , file, wechatBaseUrl] = process.argv;
const key = createSecretKey(Buffer.from(process.env.JWT_SECRET));
const agent = new http.Agent({ keepAlive: true });

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

function exchangeCode(code) {
  const query = new URLSearchParams({
    appid: process.env.WECHAT_APP_ID,
    secret: process.env.WECHAT_APP_SECRET,
    js_code: code,
    grant_type: 'authorization_code',
  });
  return new Promise((resolve, reject) => {
    http
      .get(`${wechatBaseUrl}/sns/jscode2session?${query}`, { agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part) => (text += part));
        answer.on('end', () => resolve(JSON.parse(text)));
      })
      .on('error', reject);
  });
}

function authenticate(request, response, next) {
  try {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const decoded = jwt.verify(token, key);
    request.user = find.get(decoded.openid);
    if (!request.user) return response.status(401).json({ error: 'User not found' });
    next();
  } catch {
    response.status(401).json({ error: 'Authentication failed' });
  }
}

const app = express();
app.use(express.json());

app.post('/api/wechat/login', async (request, response) => {
  const { code, userInfo } = request.body;
  const { openid, unionid } = await exchangeCode(code);
  if (!openid) return response.status(400).json({ error: 'Invalid wechat code' });
  let user = find.get(openid);
  if (user) {
    update.run(userInfo?.nickName || user.nickname, userInfo?.avatarUrl || user.avatar_url, user.unified_user_id);
  } else {
    create.run(openid, unionid, randomUUID(), userInfo?.nickName || '微信用户', userInfo?.avatarUrl || '');
    user = find.get(openid);
  }
  const token = jwt.sign({ openid, unionid, userId: user.unified_user_id }, key, { expiresIn: '30d' });
  response.json({
    success: true,
    token,
    user: { id: user.unified_user_id, nickname: user.nickname, avatarUrl: user.avatar_url },
  });
});

app.get('/api/user/profile', authenticate, (request, response) => {
  const { unified_user_id, nickname, avatar_url, email } = request.user;
  response.json({ id: unified_user_id, nickname, avatarUrl: avatar_url, email, platform: request.headers['x-platform'] });
});

const listening = app.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${listening.address().port}`);
});

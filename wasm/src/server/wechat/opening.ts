// What opens a page of the mini-program: a code that WeChat draws, and links from elsewhere.
import { shortBytesOf } from '../short_text.js';
import { isObject, type Members } from '../token.js';
import { WechatError } from './error.js';

const mostOfPicture = 4 * 1024 * 1024;
const usualLifeMs = 600_000;

/** Which version of the mini-program is opened: `release` by default. */
export type EnvVersion = 'release' | 'trial' | 'develop';

/** For {@link Wechat.wxacode}. */
export interface WxacodeOptions {
  /** As in app.json: no slash before it, no query behind it. The first page by default. */
  page?: string;
  /** `false` where the page is not in the published version yet. */
  checkPath?: boolean;
  envVersion?: EnvVersion;
  /** Pixels: 280 to 1280, 430 by default. */
  width?: number;
  /** A PNG whose ground is transparent, instead of a JPEG. */
  isHyaline?: boolean;
}

/** A mini-program code. */
export interface Wxacode {
  type: 'image/jpeg' | 'image/png';
  bytes: Uint8Array<ArrayBuffer>;
  /** For the `src` of an image. */
  dataUrl: string;
}

/** For {@link Wechat.urlLink} and {@link Wechat.urlScheme}. */
export interface OpeningOptions {
  /** As in app.json. The first page by default. */
  path?: string;
  /** What the page gets: `name=value&…`. */
  query?: string;
  envVersion?: EnvVersion;
  /** How long it opens anything: more than a minute, at most 30 days; ten minutes by default. */
  lifeMs?: number;
}

/** The body of getwxacodeunlimit. */
export function wxacodeWish(scene: string, { page, checkPath, envVersion, width, isHyaline }: WxacodeOptions): object {
  return { scene, page, check_path: checkPath, env_version: envVersion, width, is_hyaline: isHyaline };
}

/** The page, as generate_urllink and generatescheme want it. */
export function targetOf({ path, query, envVersion }: OpeningOptions): object {
  return { path, query, env_version: envVersion };
}

/** When it ends. */
export function endOf({ lifeMs = usualLifeMs }: OpeningOptions): object {
  return { expire_type: 0, expire_time: Math.ceil((Date.now() + lifeMs) / 1000) };
}

// By type and by first bytes: a picture is shown to people, and WeChat's failures come with status 200, too.
const kinds: readonly (readonly [type: Wxacode['type'], begin: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8]],
  ['image/png', [0x89, 0x50]],
];

/** The picture, or the members of an answer that is none. Rejects if it is neither. */
export async function readPicture(response: Response): Promise<Wxacode | Members> {
  const bytes = await shortBytesOf(response, mostOfPicture);
  const isPicture = response.headers.get('Content-Type')?.startsWith('image/');
  const kind = isPicture && kinds.find(([, begin]) => begin.every((byte, at) => bytes[at] === byte));
  if (kind) return { type: kind[0], bytes, dataUrl: `data:${kind[0]};base64,${base64Of(bytes)}` };
  const told: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (isObject(told)) return told;
  throw new WechatError('unavailable', 'no object');
}

function base64Of(bytes: Uint8Array): string {
  const step = 0x8000; // as many as a call takes arguments everywhere
  let binary = '';
  for (let at = 0; at < bytes.length; at += step) binary += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(binary);
}

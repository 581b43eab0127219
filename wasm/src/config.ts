// What is wrong with a configuration is said when the client is made, before the core is there, and in the names of this
// language. The core, which looks at it again, decides.
import { programFault, type HufuError } from './errors.js';
import type { Language } from './texts/language.js';
import { spoken } from './texts/spoken.js';
import type { Config } from './types.js';

/** What a value has to be; empty if it is that. */
type Check = (value: unknown, config: Config) => string;

const kind =
  (name: 'string' | 'boolean'): Check =>
  (value) =>
    typeof value === name ? '' : `a ${name}`;
const oneOf =
  (names: string[]): Check =>
  (value) =>
    names.indexOf(value as string) >= 0 ? '' : `one of ${names.join(', ')}`;
const duration: Check = (value) => (typeof value === 'number' && value >= 0 ? '' : 'a number of milliseconds');

const address = /^(https?):\/\/(\[[\d:a-f.]+\]|[^/?#:@\\[\]\s]+)(:\d*)?(\/[^?#\\\s]*)?$/i;
const loopback = /^(localhost|127[\d.]+|\[::1\])$/i;

const url: Check = (value, { allowHttp }) => {
  const parts = typeof value === 'string' ? address.exec(value) : null;
  if (!parts) return 'https://host[:port][/path], without a query';
  const [, scheme = '', host = ''] = parts;
  const isSafe = scheme.length > 4 || allowHttp === true || loopback.test(host);
  return isSafe ? '' : 'https: http is for loopback only, or with allowHttp';
};

// tables: begin lists
const backends = ['unified', 'gotrue', 'wx_login', 'mini_login', 'authing'];
const platforms = ['web', 'miniprogram', 'desktop', 'server'];
const sessionSources = ['own', 'borrowed'];
// tables: end lists

const path: Check = (value, { backend = '' }) =>
  value === '' || (/_login$/.test(backend) && /^\/[^#\\\s]+$/.test(value as string)) ? '' : 'a path, of wx_login or mini_login';

const checks: { [Name in keyof Required<Config>]: Check } = {
  baseUrl: url,
  backend: oneOf(backends),
  platform: oneOf(platforms),
  sendPlatform: kind('boolean'),
  session: oneOf(sessionSources),
  appKey: kind('string'),
  connection: kind('string'),
  profilePath: path,
  signOutPath: path,
  origins: (value, config) => (Array.isArray(value) && !value.some((each) => url(each, config)) ? '' : 'a list of https://host[:port]'),
  allowHttp: kind('boolean'),
  storageKey: (value) => (typeof value === 'string' && value !== '' ? '' : 'a name'),
  silentSignIn: kind('boolean'),
  earlyRefreshMs: duration,
  lockWaitMs: duration,
};

/** Throws a `HufuError` that names the member and what it has to be. Never what it is: a URL may hold a password. */
export function checkConfig(config: Config, language?: Language): void {
  for (const name of Object.keys(checks) as (keyof Config)[]) {
    if (config[name] === undefined && name !== 'baseUrl') continue;
    const wanted = checks[name](config[name], config);
    if (wanted) throw wrongConfig(`${name} has to be ${wanted}`, language);
  }
}

/** The error of a configuration. */
export const wrongConfig = (detail: string, language?: Language): HufuError =>
  spoken(programFault('invalid_argument', detail), language);

/** How to start a server. */
export interface MockServerOptions {
  /** 0, the default, picks a free one. */
  port?: number;
  /** Further flags, as `hufu-mock-server --help` has them, such as `['--limits', 'off']`. */
  flags?: string[];
  /** All that it sees of an environment, beside what every program needs: nothing of yours, no `DATABASE_URL`, no `CLERK_SECRET_KEY`. */
  environment?: Record<string, string>;
}

/** Starts a server with its control surface, on a free port, in about 20 ms. Rejects with what the program said. */
export function startMockServer(options?: MockServerOptions): Promise<MockServer>;

/** A person with a phone, as WeChat knows them. Each call makes a new code, good once. */
export interface WechatPerson {
  personId: string;
  openid: string;
  unionid: string | null;
  /** What `wx.login` gives. */
  loginCode(): Promise<string>;
  /** What the phone-number button gives. */
  phoneCode(): Promise<string>;
  /** What scanning the QR code of a website gives. */
  websiteCode(): Promise<string>;
  /**
   * A `wx` of this person for Node, for `wxHost(person.wx())`: `request`, `uploadFile`, `login`, `getUserInfo`, storage and random
   * values. A mini-program's code can be tried with it without WeChat's developer tool. Each call makes another phone: nothing is stored there yet.
   */
  wx(): Record<string, (...given: any[]) => any>;
}

/** Somebody whom Clerk knows. */
export interface ClerkUser {
  userId: string;
  sessionId: string;
  /** What `getToken()` of Clerk gives. */
  token(): Promise<string>;
}

/** What shall go wrong: see `mock-server/src/control/README.md`. */
export interface Fault {
  /** `"POST /api/auth/refresh"`, or `"*"`. */
  route: string;
  /** So many requests pass first. */
  after?: number;
  /** So many meet it; null for all. */
  times?: number | null;
  status?: number;
  body?: unknown;
  contentType?: string;
  retryAfter?: number;
  delayMs?: number;
  redirect?: string;
  hugeBodyBytes?: number;
  dripMs?: number;
  cutAfterBytes?: number;
  reset?: boolean;
  lostAnswer?: boolean;
  hang?: boolean;
}

/** What a message is for. */
export type MessageKind =
  | 'signup'
  | 'invite'
  | 'magiclink'
  | 'recovery'
  | 'email_change_current'
  | 'email_change_new'
  | 'reauthentication'
  | 'sms'
  | 'phone_change';

/** A mail or a text message that the server sent. What a kind does not have is empty: a text message has no link. */
export interface Message {
  id: string;
  /** An e-mail address, or a phone number. */
  to: string;
  channel: 'email' | 'sms';
  kind: MessageKind;
  subject: string;
  /** The digits to type. */
  code: string;
  /** Where the button of the mail leads. */
  link: string;
  /** What is in the link in their place: for `verifyOtp({ tokenHash })`. */
  tokenHash: string;
  text: string;
  html: string;
  sentAtMs: number;
}

/** The mails and text messages of a server: nothing leaves the machine. */
export class Inbox {
  /** Of a server that runs already, with `--control`: `new Inbox('http://127.0.0.1:8787')`. */
  constructor(url: string);
  /**
   * The newest message to an e-mail address or phone number, of that kind if one is named. Waits for one that may still come,
   * two seconds unless told otherwise; then it rejects, and says what came to others.
   */
  last(to: string, wish?: { kind?: MessageKind; waitMs?: number }): Promise<Message>;
  /** Every message to an address, or to anybody; the newest first. */
  all(to?: string): Promise<Message[]>;
  /** Nothing lies there any more. Codes and links that were sent stay good. */
  clear(): Promise<void>;
}

/** A running server. */
export class MockServer {
  private constructor();
  /** `http://127.0.0.1:PORT`, for `baseUrl`. */
  readonly url: string;
  /** The mails and text messages that it sent. */
  readonly inbox: Inbox;
  /** Makes a person at the fake WeChat. */
  wechatPerson(wish?: {
    nickname?: string;
    avatarUrl?: string;
    phoneNumber?: string;
    /** 1 a man, 2 a woman; 0, the default, is what WeChat tells of everybody since 2021. */
    gender?: 0 | 1 | 2;
    openid?: string;
    unionid?: string | null;
    blocked?: boolean;
  }): Promise<WechatPerson>;
  /** Makes a user at the fake Clerk. */
  clerkUser(wish?: {
    firstName?: string;
    lastName?: string;
    username?: string;
    email?: string;
    emailVerified?: boolean;
    imageUrl?: string;
  }): Promise<ClerkUser>;
  /** Lets something go wrong. */
  fault(what: Fault): Promise<{ faultId: string }>;
  /** Moves the server's clock; negative goes back. */
  advance(ms: number): Promise<void>;
  /** How often a route was asked, such as `"POST /api/auth/refresh"`. */
  requests(route: string): Promise<number>;
  /** Nobody exists, nothing is counted, the clock is right. */
  reset(): Promise<void>;
  /** Any call of the control surface, such as `control('GET', '/audit')`. Rejects unless it is answered by 2xx. */
  control(method: string, path: string, body?: unknown): Promise<any>;
  /** Ends the server. */
  stop(): Promise<void>;
}

/**
 * A fixture: `const test = base.extend({ mockServer })`, with the `test` of Vitest or Playwright.
 * Each test that names it has a server of its own.
 */
export function mockServer(context: {}, use: (server: MockServer) => Promise<void>): Promise<void>;

/** A fixture beside it: `base.extend({ mockServer, inbox })`. */
export function inbox(context: { mockServer: MockServer }, use: (inbox: Inbox) => Promise<void>): Promise<void>;

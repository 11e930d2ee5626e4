/** What a sender sent, read completely. */
export interface Arrival {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly mimeType: string;
  readonly ipAddress: string | null;
  readonly receivedAt: Date;
}

/** What expressions see as `event`. */
export interface TriggerEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON, a form as a map, any other text as it is. */
  readonly body: unknown;
  readonly receivedAt: string;
}

const SECRET = /authorization|cookie|secret|token|api-?key|password|signature/u;
const MASK = '•••';
const MAXIMUM_HEADERS = 100;
const MAXIMUM_VALUE = 2_000;

/** Headers to keep and to show: what may hold a secret is masked, also for expressions. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .slice(0, MAXIMUM_HEADERS)
      .filter(([name]) => !name.startsWith('x-aether-'))
      .map(([name, value]) => [name, SECRET.test(name) ? MASK : value.slice(0, MAXIMUM_VALUE)]),
  );
}

/** The body as expressions see it. @throws SyntaxError when it claims to be JSON and is not */
export function parseBody({ body, mimeType }: Pick<Arrival, 'body' | 'mimeType'>): unknown {
  if (body === '') return null;
  if (mimeType === 'application/json' || mimeType.endsWith('+json')) return JSON.parse(body) as unknown;
  if (mimeType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  return body;
}

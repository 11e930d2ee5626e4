import { Agent, type Dispatcher, interceptors } from 'undici';
import { BlobStoreUnavailableError } from './errors.ts';
import { type S3Credentials, sha256, signRequest } from './sign-request.ts';

export interface S3ClientOptions {
  /** `https://s3.eu-central-1.amazonaws.com`, `https://minio.example.com` …: the bucket becomes the first part of the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly credentials: S3Credentials;
  readonly now: () => Date;
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

const EMPTY = new Uint8Array();

/** Statuses that S3 gives when it wants the same request again. */
const RETRIED_STATUSES = [500, 502, 503, 504];

/** The REST calls of one bucket, signed. Bodies are in memory, so a failed attempt is sent again (3 times at most). */
export class S3Client implements AsyncDisposable {
  readonly #options: S3ClientOptions;
  readonly #agent = new Agent({ connect: { timeout: 5_000 }, headersTimeout: 30_000, bodyTimeout: 30_000 });
  readonly #dispatcher = this.#agent.compose(
    interceptors.retry({
      maxRetries: 3,
      minTimeout: 100,
      maxTimeout: 2_000,
      statusCodes: RETRIED_STATUSES,
      methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
      throwOnError: false,
    }),
  );

  constructor(options: S3ClientOptions) {
    this.#options = options;
  }

  /** Any answer below 500, whatever it says. @throws BlobStoreUnavailableError */
  async send(request: S3Request): Promise<Dispatcher.ResponseData> {
    const { endpoint, bucket, credentials, region, now } = this.#options;
    const url = new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${request.key}`);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    const body = request.body ?? EMPTY;
    const headers = signRequest(
      { method: request.method, url, bodySha256: sha256(body), ...(request.headers && { headers: request.headers }) },
      { credentials, region, now: now() },
    );
    const response = await this.#request(url, request, headers);
    if (response.statusCode < 500) return response;
    throw new BlobStoreUnavailableError(await reasonOf(response));
  }

  /** The answer when it is 2xx. @throws BlobStoreUnavailableError with what S3 said about it otherwise */
  async sendOk(request: S3Request): Promise<Dispatcher.ResponseData> {
    const response = await this.send(request);
    if (response.statusCode < 300) return response;
    // Wrong credentials, no such bucket: the same request will not succeed later.
    throw new BlobStoreUnavailableError(await reasonOf(response), { retryable: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  async #request(url: URL, request: S3Request, headers: Record<string, string>): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers,
        body: request.body ?? null,
        signal: request.signal ?? null,
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new BlobStoreUnavailableError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }
}

async function reasonOf(response: Dispatcher.ResponseData): Promise<string> {
  const text = await response.body.text();
  return `S3 answered ${response.statusCode} ${elementOf(text, 'Code') ?? ''} ${elementOf(text, 'Message') ?? ''}`.trim();
}

/** Text of the first element of a name. S3's answers are flat enough for this, and hold no markup inside. */
export function elementOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}

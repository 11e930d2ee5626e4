import { OAuthRefusedError } from '../../authorization-server/errors.ts';

/** The parameters of a token or revocation request. Each comes at most once (RFC 6749, 3.2). */
export class OAuthForm {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  /** @throws OAuthRefusedError when the body is no form */
  static async read(request: Request): Promise<OAuthForm> {
    const contentType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (contentType !== 'application/x-www-form-urlencoded')
      throw new OAuthRefusedError('invalid_request', 'this address reads application/x-www-form-urlencoded');
    return new OAuthForm(new URLSearchParams(await request.text()));
  }

  /** Null = not sent, or empty. @throws OAuthRefusedError when it came twice */
  get(name: string): string | null {
    const values = this.#parameters.getAll(name);
    if (values.length > 1) throw new OAuthRefusedError('invalid_request', `it sends "${name}" twice`);
    return values[0] === undefined || values[0] === '' ? null : values[0];
  }

  /** @throws OAuthRefusedError */
  require(name: string): string {
    const value = this.get(name);
    if (value === null) throw new OAuthRefusedError('invalid_request', `it sends no "${name}"`);
    return value;
  }
}

import { createHash } from 'node:crypto';
import { checkUrl, readForeignDocument, type SafeFetchPolicy } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { type HttpTools, readHttpEndpoint, readOpenApi } from '@aether/schema';
import { ToolDocumentError, ToolServerUnavailableError } from '../errors.ts';
import type { HttpEgressAnswer } from './http-egress.ts';

/** Of an OpenAPI document that is read from its address. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface HttpToolSourceOptions {
  readonly server: string;
  readonly kind: 'OPENAPI' | 'HTTP_ENDPOINT';
  /** The address whose origin requests may go to. */
  readonly url: string;
  /** Where the document is; null = it was given. */
  readonly documentUrl: string | null;
  readonly policy: SafeFetchPolicy;
  /** The document that was given. @throws PlatformError */
  readonly given: () => Promise<unknown>;
  readonly get: (
    url: string,
    limits: { readonly maximumBytes: number; readonly signal: AbortSignal },
  ) => Promise<HttpEgressAnswer>;
  readonly onLeftOut: (operations: readonly string[]) => void;
}

interface Read {
  /** Of the text that it was read from. */
  readonly hash: string;
  readonly tools: HttpTools;
}

/** The tools of a server that is described by a document; one at an address is read again whenever the tools are listed. */
export class HttpToolSource {
  readonly #options: HttpToolSourceOptions;
  #last: Read | null = null;

  constructor(options: HttpToolSourceOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async read(signal: AbortSignal): Promise<HttpTools> {
    const { documentUrl, given } = this.#options;
    if (documentUrl !== null) return this.#readAt(documentUrl, signal);
    // It does not change: another one is another server.
    if (this.#last === null) this.#last = { hash: '', tools: this.#toolsOf(await given()) };
    return this.#last.tools;
  }

  async #readAt(documentUrl: string, signal: AbortSignal): Promise<HttpTools> {
    const { server, get } = this.#options;
    try {
      const { response, body } = await get(documentUrl, { maximumBytes: MOST_BYTES, signal });
      if (!response.ok)
        throw new ToolServerUnavailableError(server, `the address of its document answered ${response.status}`);
      const hash = createHash('sha256').update(body).digest('hex');
      if (this.#last?.hash === hash) return this.#last.tools;
      const document = readForeignDocument(new TextDecoder().decode(body));
      if ('problem' in document) throw new ToolDocumentError(server, document.problem);
      this.#last = { hash, tools: this.#toolsOf(document.value) };
      return this.#last.tools;
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'PAYLOAD_TOO_LARGE')
        throw new ToolDocumentError(server, `It is larger than ${MOST_BYTES} bytes.`);
      // A file that cannot be had for a while says nothing about the system that it describes.
      if (this.#last !== null && !(error instanceof ToolDocumentError)) return this.#last.tools;
      throw error;
    }
  }

  #toolsOf(document: unknown): HttpTools {
    const { server, kind, url, policy, onLeftOut } = this.#options;
    const made = kind === 'OPENAPI' ? readOpenApi(document, url) : readHttpEndpoint(document);
    if ('problem' in made) throw new ToolDocumentError(server, made.problem);
    const { tools, leftOut } = made.read;
    // What can never be called is told now, not by the first run that needs it.
    for (const address of new Set(tools.map((tool) => new URL(tool.url).origin))) checkUrl(new URL(address), policy);
    if (leftOut.length > 0) onLeftOut(leftOut);
    return made.read;
  }
}

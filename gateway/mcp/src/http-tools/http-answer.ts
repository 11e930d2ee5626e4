import type { CallToolResult } from '@modelcontextprotocol/client';
import { ToolInterruptedError } from '../errors.ts';
import { cleanText } from '../upstream/clean-text.ts';
import type { ApprovedTool } from '../upstream/exchange.ts';

/** Of what a system says about a request that it did not grant. */
const REASON_CHARACTERS = 2_000;
const TEXT = /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml|yaml|javascript|x-ndjson|x-www-form-urlencoded)\b)/iu;
const HTML = /^\s*<(?:!doctype\s+html|html)/iu;

/** By which a system says that it did nothing. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}

interface Asked {
  readonly server: string;
  /** Media types. */
  readonly accept: string;
  readonly effect: ApprovedTool['effect'];
}

/**
 * The answer of a system as the result of a tool: also a failure is one, so that a model reads what to mend.
 * @throws ToolInterruptedError when the request may have had an effect, and the answer does not say
 */
export function httpAnswer(response: Response, body: Uint8Array, { server, accept, effect }: Asked): CallToolResult {
  const { status } = response;
  const failure = (problem: string): CallToolResult => {
    if (effect !== 'READ' && !isRefusal(status)) throw new ToolInterruptedError(server, undefined, `it ${problem}`);
    return { isError: true, content: [{ type: 'text', text: `It ${problem}` }] };
  };
  const type = response.headers.get('content-type') ?? '';
  const text = TEXT.test(type) || type === '' ? decoded(body) : null;
  if (status >= 300 && status < 400) return failure(`answered ${status}: it leads elsewhere, which is not followed.`);
  if (!response.ok) return failure(`answered ${status}.${reasonOf(text)}`);
  if (body.length === 0) return success(`It answered ${status}, without a body.`);
  if (/^image\/(?:png|jpeg|gif|webp)\b/iu.test(type)) {
    const mimeType = type.split(';')[0]?.trim() ?? type;
    return { content: [{ type: 'image', data: Buffer.from(body).toString('base64'), mimeType }] };
  }
  if (text === null)
    return success(`It answered ${status}, with ${body.length} bytes of ${type || 'something'} that are no text.`);
  // A page where data was promised: of a proxy, or of a form that wants somebody to sign in.
  if ((/^text\/html\b/iu.test(type) || HTML.test(text)) && !/html|\*\/\*/iu.test(accept))
    return failure(`answered a page of HTML instead of ${accept}.${reasonOf(text)}`);
  return success(text);
}

function success(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}

/** What it says, without the markup of a page. */
function reasonOf(text: string | null): string {
  const start = (text ?? '').slice(0, 4 * REASON_CHARACTERS);
  const plain = HTML.test(start) ? start.replaceAll(/<[^>]*>/gu, ' ') : start;
  const said = cleanText(plain).replaceAll(/\s+/gu, ' ').trim().slice(0, REASON_CHARACTERS);
  return said === '' ? '' : ` ${said}`;
}

/** Null = it is no text. */
function decoded(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

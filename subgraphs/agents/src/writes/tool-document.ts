import { createHash } from 'node:crypto';
import { readForeignDocument } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { httpEndpointAddress, openApiAddress, readHttpEndpoint, readOpenApi } from '@aether/schema';
import { ToolDocumentError } from '../tools/errors.ts';
import type { ToolServerDocument, ToolServerRecord } from '../tools/tool-catalog.ts';
import type { ConnectToolServerInput } from '../types/connect-tool-server-input.ts';
import { checkedToolUrl } from './checked-tool-url.ts';

/** Of one that is sent along; a longer one has an address of its own, where the gateway reads it. */
const MOST_BYTES = 400_000;

type Place = Pick<ToolServerRecord, 'url' | 'documentUrl' | 'documentHash'>;

/** Where a server that is described by a document is, and the document unless it has an address. */
export interface DescribedServer {
  readonly place: Place;
  readonly document: ToolServerDocument | null;
}

/** @throws ValidationError, ToolDocumentError */
export function describedServer({ kind, url, document, credentialId }: ConnectToolServerInput): DescribedServer {
  const address = addressOf(document);
  if (kind === 'OPENAPI' && address !== null) {
    // A document is often on a host that has nothing to do with the system, and a secret is for the system.
    if (url == null && credentialId != null)
      throw new ValidationError(
        ['url'],
        'the address of the system, which the credential is sent to',
        'none',
        'Where its document is says nothing about that.',
      );
    const base = url ?? new URL(address).origin;
    return { place: { url: checkedToolUrl(base), documentUrl: address, documentHash: null }, document: null };
  }
  const { value, text } = given(document);
  const hash = createHash('sha256').update(text).digest('hex');
  const place = { url: kind === 'OPENAPI' ? openApiUrl(value, url) : endpointUrl(value), documentUrl: null };
  return { place: { ...place, documentHash: hash }, document: { text, hash } };
}

/** Null = it is the document itself. */
function addressOf(document: unknown): string | null {
  if (typeof document !== 'string') return null;
  const text = document.trim();
  if (!/^https?:\/\/\S+$/iu.test(text) || !URL.canParse(text)) return null;
  const { username, password, href } = new URL(text);
  if (username === '' && password === '') return href;
  throw new ValidationError(['document'], 'an address without user and password', 'one with them');
}

function given(document: unknown): { readonly value: unknown; readonly text: string } {
  if (document === undefined || document === null || document === '')
    throw new ValidationError(['document'], 'a document, or the address of one', 'nothing');
  const sent = typeof document === 'string' ? document : JSON.stringify(document);
  if (Buffer.byteLength(sent) > MOST_BYTES)
    throw new ToolDocumentError(`It is larger than ${MOST_BYTES} bytes.`, 'Give the address where it can be read.');
  const read = readForeignDocument(sent);
  if ('problem' in read) throw new ToolDocumentError(read.problem);
  const text = JSON.stringify(read.value);
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new ToolDocumentError(`With its aliases it is larger than ${MOST_BYTES} bytes.`);
  return { value: read.value, text };
}

/** The address that requests go to: the one that was named, else the document's own. */
function openApiUrl(document: unknown, url: string | null | undefined): string {
  const named = url ?? openApiAddress(document);
  const read = readOpenApi(document, named ?? 'https://nowhere.invalid');
  if ('problem' in read) throw new ToolDocumentError(read.problem);
  if (named === null)
    throw new ValidationError(['url'], 'the address of the system', 'none', 'The document does not say where it is.');
  return checkedToolUrl(named);
}

function endpointUrl(document: unknown): string {
  const read = readHttpEndpoint(document);
  if ('problem' in read) throw new ToolDocumentError(read.problem);
  return checkedToolUrl(httpEndpointAddress(document) ?? '');
}

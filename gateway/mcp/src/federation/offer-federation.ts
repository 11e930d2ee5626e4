import { allowsToolServer, inMarks, MCP_META, type TextMarks } from '@aether/schema';
import type {
  CompleteResult,
  GetPromptResult,
  InputRequiredResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
} from '@modelcontextprotocol/server';
import { isInputRequiredResult, ProtocolError } from '@modelcontextprotocol/server';
import { ProtocolError as ServerError } from '@modelcontextprotocol/client';
import { AGENT_SERVER } from '../agents/agent-tools.ts';
import type { ServerRecord } from '../catalog/catalog.ts';
import type { TenantCatalogs } from '../catalog/tenant-catalogs.ts';
import {
  PromptNotFoundError,
  ResourceNotFoundError,
  ToolResultQuarantinedError,
  ToolServerNotFoundError,
} from '../errors.ts';
import type { GatewayEvents } from '../events.ts';
import { guardedOffers } from '../quarantine/guarded-offers.ts';
import { inspectText } from '../quarantine/inspect-text.ts';
import { inspectValue } from '../quarantine/inspect-value.ts';
import { marksOf } from '../quarantine/marks-of.ts';
import { quarantineVerdict } from '../quarantine/quarantine-verdict.ts';
import { cleanValue } from '../upstream/clean-text.ts';
import { isFile, type Offers } from '../upstream/offers.ts';
import { complete, getPrompt, readResource } from '../upstream/upstream-request.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { allowedTools } from './allowed-tools.ts';
import type { ClientRequest, RunningRequest } from './client-request.ts';
import { federatedPrompt, federatedUri, ownPrompt, ownUri } from './federated-names.ts';
import type { InputRelay } from './input-relay.ts';
import { sentTo } from './sent-to.ts';

export interface OfferFederationParts {
  readonly catalogs: TenantCatalogs;
  readonly upstreams: Upstreams;
  readonly inputRelay: InputRelay;
  readonly events: GatewayEvents;
  readonly random: (bytes: number) => Uint8Array;
}

type Completion = Parameters<typeof complete>[0];

/** Prompts, resources and completions of a tenant's servers: all at `/mcp`, those of one server unchanged at `/mcp/s/<server>`. */
export class OfferFederation {
  readonly #parts: OfferFederationParts;

  constructor(parts: OfferFederationParts) {
    this.#parts = parts;
  }

  prompts(request: ClientRequest): Promise<readonly Prompt[]> {
    return this.#list(request, ({ prompts }, server) =>
      request.server !== null
        ? prompts
        : prompts.map((prompt) => ({ ...prompt, name: federatedPrompt(server, prompt.name) })),
    );
  }

  resources(request: ClientRequest): Promise<readonly Resource[]> {
    return this.#list(request, ({ resources }, server) =>
      request.server !== null ? resources : resources.map((each) => ({ ...each, uri: federatedUri(server, each.uri) })),
    );
  }

  templates(request: ClientRequest): Promise<readonly ResourceTemplateType[]> {
    return this.#list(request, ({ templates }, server) =>
      request.server !== null
        ? templates
        : templates.map((each) => ({ ...each, uriTemplate: federatedUri(server, each.uriTemplate) })),
    );
  }

  /** @throws PlatformError */
  async getPrompt(
    request: ClientRequest,
    running: RunningRequest,
    name: string,
    given: Record<string, string>,
  ): Promise<GetPromptResult | InputRequiredResult> {
    const own = request.server === null ? ownPrompt(name) : { server: request.server, name };
    if (own === null) throw new PromptNotFoundError(name);
    const { inputRelay, events } = this.#parts;
    const { upstream, server } = await this.#upstreamOf(request, own.server, () => new PromptNotFoundError(name));
    const result = await sentTo(
      { upstream, server, inputRelay, events },
      request,
      running,
      `prompt ${own.server}/${own.name}`,
      (facts) => getPrompt(facts, own.name, given),
    );
    if (isInputRequiredResult(result)) return result;
    return this.#guarded(request, result, { what: `${own.server}/${own.name}`, kind: 'prompt', server });
  }

  /** @throws PlatformError */
  async readResource(
    request: ClientRequest,
    running: RunningRequest,
    uri: string,
  ): Promise<ReadResourceResult | InputRequiredResult> {
    const own = request.server === null ? ownUri(uri) : { server: request.server, uri };
    if (own === null || isFile(own.uri)) throw new ResourceNotFoundError(uri);
    const { inputRelay, events } = this.#parts;
    const { upstream, server } = await this.#upstreamOf(request, own.server, () => new ResourceNotFoundError(uri));
    try {
      const result = await sentTo(
        { upstream, server, inputRelay, events },
        request,
        running,
        `resource ${own.server} ${own.uri}`,
        (facts) => readResource(facts, own.uri),
      );
      if (isInputRequiredResult(result)) return result;
      const contents = result.contents.filter((each) => !isFile(each.uri));
      const named =
        request.server !== null
          ? contents
          : contents.map((each) => ({ ...each, uri: federatedUri(own.server, each.uri) }));
      const answer: ReadResourceResult = { contents: named };
      return this.#guarded(request, answer, { what: own.uri, kind: 'resource', server });
    } catch (error) {
      throw isUnknownThere(error) ? new ResourceNotFoundError(uri, error) : error;
    }
  }

  /** @throws PlatformError */
  async complete(request: ClientRequest, running: RunningRequest, params: Completion): Promise<CompleteResult> {
    const { server: slug, own } = ownCompletion(request.server, params);
    const { upstream, server } = await this.#upstreamOf(request, slug, () => new ToolServerNotFoundError(slug));
    const result = cleanValue(
      await upstream.ask({
        ...running,
        onProgress: null,
        onLog: null,
        send: complete(own),
        idempotencyKey: null,
        onInput: null,
      }),
    );
    if (server.quarantine === 'OFF') return result;
    const { values } = result.completion;
    const fine = values.filter((value) => inspectText(value).length === 0);
    if (fine.length === values.length) return result;
    const findings = inspectValue(values);
    this.#parts.events.quarantined(request.context, { what: slug, kind: 'completion', verdict: 'BLOCKED', findings });
    return { ...result, completion: { ...result.completion, values: fine } };
  }

  /** In one order. At `/mcp` a server that does not answer has none, and the others are there all the same. */
  async #list<Item>(
    request: ClientRequest,
    itemsOf: (offers: Offers, server: string) => readonly Item[],
  ): Promise<readonly Item[]> {
    const { catalogs, upstreams, events } = this.#parts;
    const { tenantId } = request.viewer;
    if (request.server === AGENT_SERVER) return [];
    const catalog = await catalogs.of(tenantId);
    if (request.server !== null) {
      const { upstream, server } = await this.#upstreamOf(
        request,
        request.server,
        (slug) => new ToolServerNotFoundError(slug),
      );
      return cleanValue(itemsOf(this.#guardedOffers(request, server, await upstream.offers()), request.server));
    }
    const all = await Promise.all(
      catalog.servers
        .filter(({ slug }) => allowsToolServer(allowedTools(request), slug))
        .map(async (server) => {
          try {
            const read = await upstreams.of(request.viewer, server).offers();
            return itemsOf(this.#guardedOffers(request, server, read), server.slug);
          } catch (error) {
            events.offersUnknown(tenantId, server.slug, error);
            return [];
          }
        }),
    );
    return cleanValue(all.flat());
  }

  #guardedOffers({ context }: ClientRequest, { slug, quarantine }: ServerRecord, read: Offers): Offers {
    if (quarantine === 'OFF') return read;
    const { offers, findings } = guardedOffers(read);
    if (findings.length > 0)
      this.#parts.events.quarantined(context, { what: slug, kind: 'list', verdict: 'BLOCKED', findings });
    return offers;
  }

  /** A server whose tools its key may not use is not there for it. */
  async #upstreamOf(request: ClientRequest, slug: string, missing: (slug: string) => Error) {
    const { viewer } = request;
    if (!allowsToolServer(allowedTools(request), slug)) throw missing(slug);
    const { catalogs, upstreams } = this.#parts;
    const server: ServerRecord | null = (await catalogs.of(viewer.tenantId)).server(slug);
    if (server === null) throw missing(slug);
    return { upstream: upstreams.of(viewer, server), server };
  }

  /**
   * Prompts are instructions that a person has chosen, so only what they hide counts. The text of a resource stands in marks.
   * @throws ToolResultQuarantinedError
   */
  #guarded<Result extends GetPromptResult | ReadResourceResult>(
    { context }: ClientRequest,
    result: Result,
    {
      what,
      kind,
      server,
    }: { readonly what: string; readonly kind: 'prompt' | 'resource'; readonly server: ServerRecord },
  ): Result {
    const all = server.quarantine === 'OFF' ? [] : inspectValue(result);
    const findings = kind === 'prompt' ? all.filter(({ hidden }) => hidden) : all;
    const verdict = quarantineVerdict(server.quarantine, findings);
    const clean = cleanValue(result);
    if (verdict === 'DELIVERED') return clean;
    this.#parts.events.quarantined(context, { what, kind, verdict, findings });
    if (verdict === 'BLOCKED') throw new ToolResultQuarantinedError(what, findings);
    const places = findings.map(({ rule, hidden, path, offset }) => ({ rule, hidden, path, offset }));
    const marks = marksOf(server.slug, findings, Buffer.from(this.#parts.random(8)).toString('hex'));
    const marked = hasContents(clean) ? { contents: clean.contents.map((each) => markedContents(each, marks)) } : {};
    const told = { verdict, findings: cleanValue(places) };
    return { ...clean, ...marked, _meta: { ...clean._meta, [MCP_META.quarantine]: told } };
  }
}

function hasContents(result: GetPromptResult | ReadResourceResult): result is ReadResourceResult {
  return Array.isArray(result['contents']);
}

function markedContents(
  contents: ReadResourceResult['contents'][number],
  marks: TextMarks,
): ReadResourceResult['contents'][number] {
  return 'text' in contents ? { ...contents, text: inMarks(contents.text, marks) } : contents;
}

function ownCompletion(only: string | null, params: Completion): { readonly server: string; readonly own: Completion } {
  if (only !== null) return { server: only, own: params };
  const { ref } = params;
  if (ref.type === 'ref/prompt') {
    const own = ownPrompt(ref.name);
    if (own === null) throw new PromptNotFoundError(ref.name);
    return { server: own.server, own: { ...params, ref: { ...ref, name: own.name } } };
  }
  const own = ownUri(ref.uri);
  if (own === null) throw new ResourceNotFoundError(ref.uri);
  return { server: own.server, own: { ...params, ref: { ...ref, uri: own.uri } } };
}

/** Older servers say it by a code of their own, newer ones by invalid parameters. */
function isUnknownThere(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return (
    (cause instanceof ServerError || cause instanceof ProtocolError) &&
    (cause.code === -32_002 || cause.code === -32_602)
  );
}

import { Agent, type Dispatcher } from 'undici';
import type { z } from 'zod';
import { ClusterError } from './cluster-error.ts';
import type { Cluster, ListOptions, PatchOptions, WatchOptions } from './cluster.ts';
import type { KubernetesConnection } from './kubernetes-connection.ts';
import {
  type KubernetesList,
  type KubernetesObject,
  kubernetesListSchema,
  kubernetesObjectSchema,
  type WatchEvent,
  watchLineSchema,
} from './kubernetes-object.ts';
import { lines } from './lines.ts';
import { pathOf, type Resource } from './resource.ts';
import { UnreachableClusterError } from './unreachable-cluster-error.ts';

const REQUEST_MS = 30_000;
/** The server ends a watch after this; bookmarks come about once a minute, so longer silence is a dead connection. */
const WATCH_SECONDS = 290;
const WATCH_SILENCE_MS = 150_000;

interface Request {
  readonly method: Dispatcher.HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly type?: string;
  readonly signal?: AbortSignal;
  /** For messages, as in "could not {what}". */
  readonly what: string;
}

/** The Kubernetes API over HTTPS with a bearer token. One attempt per call: who calls knows what may be repeated. */
export class KubernetesClient implements Cluster, AsyncDisposable {
  readonly #connection: KubernetesConnection;
  readonly #agent: Agent;
  readonly #origin: URL;

  constructor(connection: KubernetesConnection) {
    this.#connection = connection;
    this.#origin = new URL(connection.server);
    this.#agent = new Agent({
      connections: 32,
      connect: connection.certificateAuthority === undefined ? {} : { ca: connection.certificateAuthority },
    });
  }

  get(resource: Resource, name: string, signal?: AbortSignal): Promise<KubernetesObject> {
    const what = `read ${resource.plural}/${name}`;
    return this.#json({ method: 'GET', path: pathOf(resource, name), signal, what }, kubernetesObjectSchema);
  }

  list(resource: Resource, { labelSelector, signal }: ListOptions = {}): Promise<KubernetesList> {
    const query: Record<string, string> = labelSelector === undefined ? {} : { labelSelector };
    const what = `list ${resource.plural}`;
    return this.#json({ method: 'GET', path: pathOf(resource), query, signal, what }, kubernetesListSchema);
  }

  create(resource: Resource, object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject> {
    const query = { fieldValidation: 'Strict' };
    const what = `create ${resource.plural}/${object.metadata.name}`;
    return this.#json(
      { method: 'POST', path: pathOf(resource), query, body: object, signal, what },
      kubernetesObjectSchema,
    );
  }

  apply(resource: Resource, object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject> {
    const { name } = object.metadata;
    return this.#json(
      {
        method: 'PATCH',
        path: pathOf(resource, name),
        query: { fieldManager: 'aether', force: 'true', fieldValidation: 'Strict' },
        body: object,
        type: 'application/apply-patch+yaml',
        signal,
        what: `apply ${resource.plural}/${name}`,
      },
      kubernetesObjectSchema,
    );
  }

  patch(resource: Resource, name: string, patch: unknown, options: PatchOptions = {}): Promise<KubernetesObject> {
    const { subresource, signal } = options;
    const path = pathOf(resource, name, subresource);
    const what = `change ${resource.plural}/${name}`;
    return this.#json(
      { method: 'PATCH', path, body: patch, type: 'application/merge-patch+json', signal, what },
      kubernetesObjectSchema,
    );
  }

  async delete(resource: Resource, name: string, signal?: AbortSignal): Promise<void> {
    const what = `delete ${resource.plural}/${name}`;
    await this.#text({ method: 'DELETE', path: pathOf(resource, name), signal, what });
  }

  async *watch(resource: Resource, options: WatchOptions): AsyncIterable<WatchEvent> {
    const { labelSelector, resourceVersion, signal } = options;
    const request: Request = {
      method: 'GET',
      path: pathOf(resource),
      query: {
        watch: '1',
        allowWatchBookmarks: 'true',
        timeoutSeconds: String(WATCH_SECONDS),
        resourceVersion,
        ...(labelSelector === undefined ? {} : { labelSelector }),
      },
      signal,
      what: `watch ${resource.plural}`,
    };
    const body = await this.#open(request, WATCH_SILENCE_MS);
    for await (const line of lines(body)) {
      const event = watchLineSchema.parse(JSON.parse(line));
      if (event.type === 'ERROR') throw new ClusterError(request.what, event.object.code ?? 500, event.object);
      yield event;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  async #json<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
    return schema.parse(JSON.parse(await this.#text(request)));
  }

  async #text(request: Request): Promise<string> {
    const body = await this.#open(request, REQUEST_MS);
    try {
      return await body.text();
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new UnreachableClusterError(request.what, this.#origin.origin, error);
    }
  }

  /** The answer's body once the server agreed; a refusal is thrown with the server's words. */
  async #open({ method, path, query, body, type, signal, what }: Request, silenceMs: number) {
    const token = await this.#connection.token();
    let response: Dispatcher.ResponseData;
    try {
      response = await this.#agent.request({
        origin: this.#origin.origin,
        path,
        method,
        query,
        headersTimeout: REQUEST_MS,
        bodyTimeout: silenceMs,
        signal: signal ?? null,
        headers: {
          accept: 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new UnreachableClusterError(what, this.#origin.origin, error);
    }
    if (response.statusCode < 400) return response.body;
    const text = await response.body.text();
    throw new ClusterError(what, response.statusCode, parsed(text), retryAfter(response.headers['retry-after']));
  }
}

/** Proxies in front of an API server answer in HTML or plain text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function retryAfter(header: string | string[] | undefined): number | null {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) ? seconds : null;
}

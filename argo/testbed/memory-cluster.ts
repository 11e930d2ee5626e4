import { isRecord } from '@aether/schema';
import { type Cluster, ClusterError, type KubernetesObject, type Resource } from '../src/index.ts';
import type { ListOptions, PatchOptions, WatchOptions } from '../src/kubernetes/cluster.ts';
import { type KubernetesList, kubernetesObjectSchema, type WatchEvent } from '../src/kubernetes/kubernetes-object.ts';
import { mergePatch } from './merge-patch.ts';

export type ObjectEvent = Exclude<WatchEvent, { type: 'BOOKMARK' }>;

interface Change {
  readonly version: number;
  readonly plural: string;
  readonly event: ObjectEvent;
}

/**
 * An API server for one namespace in memory: versions, watches, 404, 409, status as a subresource of task sets. Real
 * enough for the rules of this package, and checked by the same suite as a real kube-apiserver.
 */
export class MemoryCluster implements Cluster {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #log: Change[] = [];
  readonly #now: () => Date;
  readonly #told: ((plural: string, event: ObjectEvent) => void) | undefined;
  #version = 100;
  #wake = Promise.withResolvers<void>();

  /** `told` hears each change at once, before the write is answered. */
  constructor(now: () => Date, told?: (plural: string, event: ObjectEvent) => void) {
    this.#now = now;
    this.#told = told;
  }

  async get(resource: Resource, name: string): Promise<KubernetesObject> {
    return structuredClone(this.#find(resource, name, 'read'));
  }

  async list({ plural }: Resource, { labelSelector }: ListOptions = {}): Promise<KubernetesList> {
    const items = [...this.#objects].filter(([key]) => key.startsWith(`${plural}/`)).map(([, object]) => object);
    return {
      metadata: { resourceVersion: String(this.#version) },
      items: structuredClone(items.filter((object) => selects(labelSelector, object))),
    };
  }

  async create(resource: Resource, object: KubernetesObject): Promise<KubernetesObject> {
    const { name } = object.metadata;
    const key = `${resource.plural}/${name}`;
    if (this.#objects.has(key)) {
      const message = `${resource.plural}.argoproj.io "${name}" already exists`;
      throw new ClusterError(`create ${key}`, 409, { kind: 'Status', reason: 'AlreadyExists', message });
    }
    const created: KubernetesObject = {
      ...structuredClone(object),
      metadata: {
        ...structuredClone(object.metadata),
        namespace: resource.namespace,
        uid: crypto.randomUUID(),
        creationTimestamp: seconds(this.#now()),
      },
    };
    if (hasStatusSubresource(resource)) delete created['status'];
    return this.#store(resource, 'ADDED', created);
  }

  async apply(resource: Resource, object: KubernetesObject): Promise<KubernetesObject> {
    const known = this.#objects.get(`${resource.plural}/${object.metadata.name}`);
    if (known === undefined) return this.create(resource, object);
    const metadata = { ...known.metadata, ...object.metadata };
    return this.#store(resource, 'MODIFIED', { ...structuredClone(object), metadata });
  }

  async patch(resource: Resource, name: string, patch: unknown, options: PatchOptions = {}): Promise<KubernetesObject> {
    const known = this.#find(resource, name, 'change');
    const { status, ...rest } = isRecord(patch) ? patch : {};
    const wanted = options.subresource === 'status' ? { status } : hasStatusSubresource(resource) ? rest : patch;
    const patched = kubernetesObjectSchema.parse(mergePatch(known, wanted));
    // A patch that changes nothing is not written and wakes nobody, as in the real one.
    if (JSON.stringify(patched) === JSON.stringify(known)) return structuredClone(known);
    return this.#store(resource, 'MODIFIED', patched);
  }

  async delete(resource: Resource, name: string): Promise<void> {
    const known = this.#find(resource, name, 'delete');
    this.#objects.delete(`${resource.plural}/${name}`);
    this.#store(resource, 'DELETED', known);
  }

  async *watch(
    { plural }: Resource,
    { resourceVersion, labelSelector, signal }: WatchOptions,
  ): AsyncIterable<WatchEvent> {
    let after = Number(resourceVersion);
    const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
    for (;;) {
      if (signal?.aborted === true) return;
      const woken = this.#wake.promise;
      for (const { version, plural: changed, event } of this.#log.filter((change) => change.version > after)) {
        after = version;
        if (changed !== plural || !selects(labelSelector, event.object)) continue;
        yield structuredClone(event);
      }
      await Promise.race([woken, aborted]);
    }
  }

  #find({ plural }: Resource, name: string, what: string): KubernetesObject {
    const found = this.#objects.get(`${plural}/${name}`);
    if (found !== undefined) return found;
    const message = `${plural}.argoproj.io "${name}" not found`;
    throw new ClusterError(`${what} ${plural}/${name}`, 404, { kind: 'Status', reason: 'NotFound', message });
  }

  #store({ plural }: Resource, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubernetesObject): KubernetesObject {
    this.#version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    if (type !== 'DELETED') this.#objects.set(`${plural}/${stored.metadata.name}`, stored);
    this.#log.push({ version: this.#version, plural, event: { type, object: stored } });
    this.#told?.(plural, { type, object: structuredClone(stored) });
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
    return structuredClone(stored);
  }
}

const hasStatusSubresource = ({ plural }: Resource) => plural === 'workflowtasksets';

/** Only selectors by existence of a label: the ones this package uses. */
function selects(
  selector: string | undefined,
  { metadata }: { metadata: { labels?: Record<string, string> } },
): boolean {
  return selector === undefined || metadata.labels?.[selector] !== undefined;
}

function seconds(instant: Date): string {
  return instant.toISOString().replace(/\.\d+/, '');
}

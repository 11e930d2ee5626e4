import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError } from './cluster-error.ts';
import type { Cluster } from './cluster.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { Resource } from './resource.ts';

export interface ResourceFollower {
  /** Everything that exists: what is not in it is gone. After the start, after every gap, and every few minutes. */
  listed(objects: readonly KubernetesObject[]): void;
  changed(object: KubernetesObject): void;
  deleted(object: KubernetesObject): void;
  /** The watch broke; it is taken up again after a pause. */
  interrupted?(error: unknown): void;
}

export interface FollowOptions {
  readonly labelSelector?: string;
  readonly signal: AbortSignal;
  /** 0 ≤ n < 1, for the jitter of pauses. */
  readonly random: () => number;
  /** First pause after a failure; doubles up to `maximumPauseMs`. @default 500 */
  readonly pauseMs?: number;
  /** @default 30_000 */
  readonly maximumPauseMs?: number;
  /** Watches can lose a deletion over a gap, so that the whole is read again after this long. @default 300_000 */
  readonly relistMs?: number;
}

/**
 * Tells a follower what a resource is and becomes, until aborted: list, then watch from the list's version. A watch
 * that the server ends is taken up where it stopped; 410 (too old) and broken connections lead to a new list.
 * Objects come as they are, in order per object; equal ones may come twice.
 */
export async function followResource(
  cluster: Cluster,
  resource: Resource,
  follower: ResourceFollower,
  options: FollowOptions,
): Promise<void> {
  const { labelSelector, signal, random, pauseMs = 500, maximumPauseMs = 30_000, relistMs = 300_000 } = options;
  const pauses = { signal, random, pauseMs, maximumPauseMs };
  let failures = 0;
  while (!signal.aborted) {
    try {
      const list = await cluster.list(resource, { labelSelector, signal });
      follower.listed(list.items);
      const until = AbortSignal.any([signal, AbortSignal.timeout(relistMs)]);
      await watchFrom(cluster, resource, follower, list.metadata.resourceVersion, {
        labelSelector,
        until,
        pauseMs,
        progress: () => (failures = 0),
      });
    } catch (error) {
      if (signal.aborted) return;
      follower.interrupted?.(error);
      const isFirstGap = error instanceof ClusterError && error.isExpired && failures === 0;
      failures += 1;
      if (!isFirstGap) await pauseAfter(error, failures, pauses);
    }
  }
}

interface WatchRound {
  readonly labelSelector?: string | undefined;
  /** Ends the round. */
  readonly until: AbortSignal;
  readonly pauseMs: number;
  readonly progress: () => void;
}

/** Watches until the round ends. The server ends a watch every few minutes by itself: the next begins where it stopped. */
async function watchFrom(
  cluster: Cluster,
  resource: Resource,
  follower: ResourceFollower,
  from: string,
  { labelSelector, until, pauseMs, progress }: WatchRound,
): Promise<void> {
  let resourceVersion = from;
  while (!until.aborted) {
    let events = 0;
    try {
      for await (const event of cluster.watch(resource, { labelSelector, resourceVersion, signal: until })) {
        events += 1;
        progress();
        resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion;
        if (event.type === 'DELETED') follower.deleted(event.object);
        else if (event.type !== 'BOOKMARK') follower.changed(event.object);
      }
    } catch (error) {
      if (until.aborted) return;
      throw error;
    }
    // A proxy that closes each watch at once must not make a busy loop.
    if (events === 0) await pause(pauseMs, undefined, { signal: until }).catch(() => undefined);
  }
}

interface Pauses {
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly pauseMs: number;
  readonly maximumPauseMs: number;
}

/** Doubling with jitter, and at least as long as the server asked for. */
async function pauseAfter(reason: unknown, failures: number, { signal, random, pauseMs, maximumPauseMs }: Pauses) {
  const longest = Math.min(maximumPauseMs, pauseMs * 2 ** (failures - 1));
  const told = reason instanceof ClusterError ? (reason.retryAfter ?? 0) * 1_000 : 0;
  await pause(Math.max(told, longest * (0.5 + random() / 2)), undefined, { signal }).catch(() => undefined);
}

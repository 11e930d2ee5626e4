import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@aether/schema';
import { z } from 'zod';
import { type KubernetesObject, kubernetesObjectSchema } from '../src/kubernetes/kubernetes-object.ts';

const rowSchema = z.union([
  z.object({
    watch: z.string(),
    type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
    object: z.looseObject({}),
    same: z.array(z.string()).default([]),
  }),
  z.object({
    at: z.number(),
    verb: z.string(),
    path: z.string(),
    body: z.unknown().optional(),
    error: z.unknown().optional(),
  }),
  z.object({ takes: z.string() }),
]);
const recordingSchema = z.object({
  scenario: z.string(),
  requeueMs: z.number(),
  namespace: z.string(),
  timeline: z.array(rowSchema),
});

export interface RecordedWrite {
  readonly at: number;
  readonly verb: string;
  /** `plural[/name[/subresource]]` */
  readonly path: string;
  readonly body: unknown;
}

export interface RecordedEvent {
  readonly plural: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
}

export interface Recording {
  readonly requeueMs: number;
  readonly namespace: string;
  /** Of client and agent, in commit order; refused ones left out. */
  readonly writes: readonly RecordedWrite[];
  /** What an observer saw, every object whole. */
  readonly events: readonly RecordedEvent[];
}

/** Reads a recording of the real controller and puts back what its rows leave out because it did not change. */
export function readRecording(scenario: string): Recording {
  const file = join(import.meta.dirname, '../testbed/recordings', `${scenario}.json`);
  const { requeueMs, namespace, timeline } = recordingSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const writes: RecordedWrite[] = [];
  const events: RecordedEvent[] = [];
  const previous = new Map<string, Record<string, unknown>>();
  for (const row of timeline) {
    if ('verb' in row && row.error === undefined) writes.push({ ...row, body: row.body });
    if (!('watch' in row)) continue;
    const { name } = kubernetesObjectSchema.parse(row.object).metadata;
    const key = `${row.watch}/${name}`;
    for (const path of row.same) copy(path.split('.'), previous.get(key), row.object);
    previous.set(key, row.object);
    events.push({ plural: row.watch, type: row.type, object: kubernetesObjectSchema.parse(row.object) });
  }
  return { requeueMs, namespace, writes, events };
}

function copy([key = '', ...rest]: readonly string[], from: unknown, to: Record<string, unknown>): void {
  if (!isRecord(from)) return;
  if (rest.length === 0) {
    to[key] = from[key];
    return;
  }
  const inner = isRecord(to[key]) ? to[key] : {};
  to[key] = inner;
  copy(rest, from[key], inner);
}

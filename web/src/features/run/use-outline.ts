import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import type { ExecutionRecord } from '../../execution/execution-record.ts';
import type { StepView } from '../../execution/execution-view.ts';
import { graphql, type DocumentType } from '../../gql/index.ts';

const OutlineDocument = graphql(`
  query ExecutionOutline($id: ID!, $from: Int) {
    executionOutline(id: $id, fromIndex: $from) {
      ids
      parentIndex
      names
      nameIndex
      types
      typeIndex
      statuses
      statusIndex
      startMs
      durationMs
      cost
      tokens
      attempt
      nextIndex
      totalSteps
    }
  }
`);

type Outline = NonNullable<DocumentType<typeof OutlineDocument>['executionOutline']>;

/** Steps of one part of an outline. `ids` are those of all parts so far: a parent may be in an earlier one. */
export function stepsOfOutline(part: Outline, ids: readonly string[], startedAt: number): readonly StepView[] {
  return part.ids.flatMap((id, index) => {
    const type = part.types[part.typeIndex[index] ?? -1];
    const status = part.statuses[part.statusIndex[index] ?? -1];
    if (type === undefined || status === undefined) return [];
    const parent = part.parentIndex[index] ?? -1;
    return {
      id,
      key: '',
      parentId: parent < 0 ? null : (ids[parent] ?? null),
      type,
      name: part.names[part.nameIndex[index] ?? -1] ?? '',
      status,
      attempt: part.attempt[index] ?? 1,
      startedAt: startedAt + (part.startMs[index] ?? 0),
      durationMs: part.durationMs[index] ?? null,
      cost: part.cost[index] ?? null,
      unpriced: false,
      tokens: part.tokens[index] ?? null,
      modelName: null,
      note: null,
      error: null,
      earlier: [],
      details: null,
      call: null,
    };
  });
}

/**
 * All steps of a run. Its record has the first hundred with everything; a longer run is asked for its outline, in columns. What the record and
 * the events know of a step wins.
 */
export function useOutline(
  record: ExecutionRecord,
  known: ReadonlyMap<string, StepView>,
): { steps: ReadonlyMap<string, StepView>; isWhole: boolean } {
  const client = useClient();
  const isLong = record.chain.steps.pageInfo.hasNextPage;
  const [outline, setOutline] = useState<readonly StepView[] | null>(null);
  const startedAt = Date.parse(record.startedAt ?? record.createdAt);
  useEffect(() => {
    if (!isLong) return;
    const left = new AbortController();
    const load = async (): Promise<void> => {
      const ids: string[] = [];
      const steps: StepView[] = [];
      for (let from: number | null = 0; from !== null && !left.signal.aborted;) {
        const variables: { id: string; from: number } = { id: record.id, from };
        const { data } = await client.query(OutlineDocument, variables, { requestPolicy: 'network-only' }).toPromise();
        const part = data?.executionOutline;
        // Without it the first hundred are shown, and the page says so.
        if (part === null || part === undefined) return;
        ids.push(...part.ids);
        steps.push(...stepsOfOutline(part, ids, startedAt));
        from = part.nextIndex ?? null;
      }
      if (!left.signal.aborted) setOutline(steps);
    };
    void load();
    return () => left.abort();
  }, [client, isLong, record.id, startedAt]);
  const steps = useMemo(
    () => (outline === null ? known : new Map([...outline.map((step) => [step.id, step] as const), ...known])),
    [outline, known],
  );
  return { steps, isWhole: !isLong || outline !== null };
}

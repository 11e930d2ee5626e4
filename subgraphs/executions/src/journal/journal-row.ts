import type { JournalRow } from '../db/execution-store.ts';
import { type ExecutionStatus, isEnded, statesBefore } from '../execution.ts';

const WHILE_OWNED: readonly ExecutionStatus[] = ['RUNNING', 'CANCELLING'];

/** A row with nothing in it; `part` says what this write adds. */
export function journalRow(
  owner: Pick<JournalRow, 'tenantId' | 'executionId' | 'fence'>,
  part: Partial<JournalRow>,
): JournalRow {
  const { toStatus = null } = part;
  return {
    tenantId: owner.tenantId,
    executionId: owner.executionId,
    fence: owner.fence,
    from: toStatus === null ? WHILE_OWNED : statesBefore(toStatus),
    fenceStep: 0,
    toStatus,
    steps: [],
    events: [],
    changes: {},
    usage: [],
    messages: [],
    told: [],
    isEnd: toStatus !== null && isEnded(toStatus),
    slices: [],
    ...part,
  };
}

/** Two writes of one execution under one fence as one: order is kept, the later state wins. */
export function foldJournalRows(earlier: JournalRow, later: JournalRow): JournalRow {
  return {
    ...earlier,
    from: earlier.from.filter((status) => later.from.includes(status)),
    toStatus: later.toStatus ?? earlier.toStatus,
    steps: [...earlier.steps, ...later.steps],
    events: [...earlier.events, ...later.events],
    changes: { ...earlier.changes, ...later.changes },
    usage: [...earlier.usage, ...later.usage],
    messages: [...earlier.messages, ...later.messages],
    told: [...earlier.told, ...later.told],
    isEnd: earlier.isEnd || later.isEnd,
    slices: [...earlier.slices, ...later.slices],
  };
}

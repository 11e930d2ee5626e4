import type { SliceMark } from '../budgets/slice.ts';
import { type NewEvent, PUSHED_EVENTS, queuedEvent } from '../event.ts';
import { type AcceptRow, type JournalRow, journalRowKey } from './execution-store.ts';
import { NEW_EXECUTION } from './new-execution.ts';

const stored = (event: NewEvent): Record<string, unknown> => ({ ...event, data: JSON.stringify(event.data) });

/** What the statements that accept runs read of their rows. */
export function acceptParameters(rows: readonly AcceptRow[]): Record<string, unknown> {
  const { at: _, ...event } = stored(queuedEvent(''));
  const parameters = rows.map(({ turn, redrive: __, ...row }) => ({ ...row, ...turn }));
  return { initial: NEW_EXECUTION, event, rows: parameters };
}

/** What the statement reads of a row. What is empty stays out: sending costs as much as writing. */
export function flushParameter({
  from,
  steps,
  events,
  usage,
  messages,
  told,
  ...row
}: JournalRow): Record<string, unknown> {
  // Those of all rows go along with the statement.
  const { slices: _, ...written } = row;
  const states = events.filter(({ name }) => name.startsWith('execution-'));
  return {
    ...written,
    rowKey: journalRowKey(row),
    from: from.join(' '),
    events: events.map(stored),
    ...(steps.length === 0 ? {} : { steps }),
    ...(usage.length === 0 ? {} : { usage }),
    ...(messages.length === 0 ? {} : { messages }),
    ...(told.length === 0 ? {} : { told }),
    ...(states.length === 0 ? {} : { statusAt: states.at(-1)?.at }),
    ...(states.some(({ name }) => PUSHED_EVENTS.includes(name)) ? { isNews: true } : {}),
  };
}

/** One for each slice, in one order for all writers. */
export function latestMarks(rows: readonly JournalRow[]): readonly SliceMark[] {
  const latest = new Map<string, SliceMark>();
  for (const mark of rows.flatMap(({ slices }) => slices))
    if (mark.version > (latest.get(mark.id)?.version ?? 0)) latest.set(mark.id, mark);
  return [...latest.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

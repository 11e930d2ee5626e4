import type { ApprovalRequest } from '../approval.ts';
import type { Journal, PinnedRun, StepDefinition, StepHandle, StepResult } from '../journal.ts';

export interface JournalScope {
  /** Keys of steps begin with it: the id of a node, the place of an item in a map. */
  readonly prefix?: string;
  /** Told by every step. */
  readonly nodeId?: string;
  /** The run as this part of the flow sees it: its tools, its outputs. */
  readonly run?: PinnedRun;
}

/** The journal as a part of a flow sees it, so that the stages of the agent loop run in a node as they run alone. */
export function scopedJournal(journal: Journal, { prefix = '', nodeId, run = journal.run }: JournalScope): Journal {
  const place = nodeId === undefined ? {} : { nodeId };
  return {
    run,
    signal: journal.signal,
    nodeEnded: (id, answer) => journal.nodeEnded(id, answer),
    spent: () => journal.spent(),
    earlierMessages: (limit) => journal.earlierMessages(limit),
    hasRoomFor: (keys, others) =>
      journal.hasRoomFor(
        keys.map((key) => `${prefix}${key}`),
        others,
      ),
    openAttempts: (key) => journal.openAttempts(`${prefix}${key}`),
    timer: (request) => journal.timer({ ...request, key: `${prefix}${request.key}` }),
    awaitSignal: (request) => journal.awaitSignal({ ...request, key: `${prefix}${request.key}` }),
    step<Output>(definition: StepDefinition, work: (step: StepHandle) => Promise<StepResult<Output>>) {
      const { key, sameCallAs } = definition;
      const same = sameCallAs === undefined ? {} : { sameCallAs: `${prefix}${sameCallAs}` };
      return journal.step({ ...definition, ...place, ...same, key: `${prefix}${key}` }, work);
    },
    decisions: (requests: readonly ApprovalRequest[]) =>
      journal.decisions(
        requests.map((request) => ({
          ...request,
          ...place,
          key: `${prefix}${request.key}`,
          about: `${prefix}${request.about}`,
        })),
      ),
  };
}

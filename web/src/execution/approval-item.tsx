import { ApprovalCard } from './approval-card.tsx';
import type { ApprovalView } from './approval-view.ts';
import { QuestionCard } from './question-card.tsx';

/** One question of a run to people: of a tool, with a form or a page, or whether a call may go out. */
export function ApprovalItem({ approval, now }: { approval: ApprovalView; now: number }) {
  const isOpenQuestion = approval.status === 'PENDING' && (approval.form !== null || approval.link !== null);
  return isOpenQuestion ? (
    <QuestionCard approval={approval} now={now} />
  ) : (
    <ApprovalCard approval={approval} now={now} />
  );
}

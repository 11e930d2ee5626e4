import { Pencil, Stamp } from 'lucide-react';
import { useId, useState } from 'react';
import { duration } from '../format/duration.ts';
import { Button } from '../ui/button.tsx';
import { CodeView } from '../ui/code-view.tsx';
import { Input } from '../ui/input.tsx';
import { Status } from '../ui/status.tsx';
import { TextArea } from '../ui/text-area.tsx';
import type { ApprovalView } from './approval-view.ts';
import { editedArguments } from './edited-arguments.ts';
import { useDecide } from './use-decide.ts';

const DECIDED = {
  APPROVED: { shape: 'succeeded', tone: 'success', word: 'Approved' },
  DENIED: { shape: 'cancelled', tone: 'error', word: 'Denied' },
  EXPIRED: { shape: 'skipped', tone: 'quiet', word: 'Not decided in time' },
} as const;

const ANSWERED = {
  APPROVED: { shape: 'succeeded', tone: 'success', word: 'Answered' },
  // Declined or dismissed: the record does not tell the two apart.
  DENIED: { shape: 'cancelled', tone: 'quiet', word: 'Not answered' },
  EXPIRED: { shape: 'skipped', tone: 'quiet', word: 'Not answered in time' },
} as const;

/** A call that waits for a person: what exactly will be sent, and the two answers. */
export function ApprovalCard({ approval, now }: { approval: ApprovalView; now: number }) {
  const { busy, problem, setProblem, decide } = useDecide(approval);
  const [text, setText] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const problemId = useId();
  if (approval.status !== 'PENDING') return <DecidedApproval approval={approval} status={approval.status} />;

  const more = comment.trim() === '' ? {} : { comment: comment.trim() };
  const approve = (): void => {
    const edited = editedArguments(text, approval.proposed);
    if ('problem' in edited) setProblem(edited.problem);
    else void decide('APPROVE', { ...more, ...edited });
  };
  return (
    <section
      aria-label={approval.question}
      className="rounded-card border border-warning-edge bg-warning-soft px-3 py-2.5"
    >
      <div className="flex items-center gap-2">
        <Stamp className="icon shrink-0 text-step-guard" aria-hidden="true" />
        <h3 className="min-w-0 flex-1 font-semibold [overflow-wrap:anywhere]">{approval.question}</h3>
        {approval.expiresAt === null ? null : (
          <span
            className="text-12 whitespace-nowrap text-ink-2 tabular-nums"
            title="The call is not made when nobody decides in time."
          >
            {duration(Math.max(0, approval.expiresAt - now))} left
          </span>
        )}
      </div>
      {text === null ? (
        <CodeView text={JSON.stringify(approval.proposed)} className="mt-2 max-h-60" />
      ) : (
        <TextArea
          // The button that opened it is gone, and the focus must not be lost with it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label="Arguments as JSON"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          className="mt-2 max-h-80 min-h-24 font-mono text-12"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {problem === null ? null : (
        <p id={problemId} role="alert" className="mt-1.5 text-error">
          {problem}
        </p>
      )}
      <div className="mt-2.5 flex flex-wrap items-center gap-1.5">
        <Button variant="primary" busy={busy === 'APPROVE'} onClick={approve}>
          {text === null ? 'Approve' : 'Approve with changes'}
        </Button>
        <Button busy={busy === 'DENY'} onClick={() => void decide('DENY', more)}>
          Deny
        </Button>
        {approval.editable && text === null ? (
          <Button variant="ghost" onClick={() => setText(JSON.stringify(approval.proposed, null, 2))}>
            <Pencil className="icon-s" aria-hidden="true" />
            Change
          </Button>
        ) : null}
        {text === null ? null : (
          <Button
            variant="ghost"
            onClick={() => {
              setText(null);
              setProblem(null);
            }}
          >
            As proposed
          </Button>
        )}
        <Input
          compact
          className="min-w-40 flex-1"
          aria-label="Comment"
          placeholder="Comment, optional"
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </div>
    </section>
  );
}

function DecidedApproval({ approval, status }: { approval: ApprovalView; status: keyof typeof DECIDED }) {
  const isQuestion = approval.form !== null || approval.link !== null;
  const { shape, tone, word } = (isQuestion ? ANSWERED : DECIDED)[status];
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-ink-2">
      <Status shape={shape} tone={tone}>
        {word}
      </Status>
      <span>
        {[approval.question, approval.decidedBy, approval.comment === null ? null : `“${approval.comment}”`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </p>
  );
}

import { ExternalLink, MessageCircleQuestionMark } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { duration } from '../format/duration.ts';
import { Button, buttonClasses } from '../ui/button.tsx';
import { AnswerField } from './answer-field.tsx';
import { answerFields, readAnswer } from './answer-fields.ts';
import type { ApprovalView } from './approval-view.ts';
import { useDecide } from './use-decide.ts';

/** A question of a tool in the middle of its call: a form to fill in, or a page to visit. */
export function QuestionCard({ approval, now }: { approval: ApprovalView; now: number }) {
  const { busy, problem, decide } = useDecide(approval);
  const fields = approval.form === null ? [] : answerFields(approval.form);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [wrong, setWrong] = useState<{ field: string; problem: string } | null>(null);
  const answer = (event: FormEvent): void => {
    event.preventDefault();
    const read = readAnswer(fields, typed);
    setWrong('answer' in read ? null : read);
    if ('answer' in read) void decide('APPROVE', approval.form === null ? {} : { edits: read.answer });
  };
  return (
    <form
      noValidate
      aria-label={approval.question}
      className="rounded-card border border-warning-edge bg-warning-soft px-3 py-2.5"
      onSubmit={answer}
    >
      <div className="flex items-start gap-2">
        <MessageCircleQuestionMark className="icon mt-0.5 shrink-0 text-step-guard" aria-hidden="true" />
        <h3 className="min-w-0 flex-1 font-semibold [overflow-wrap:anywhere] whitespace-pre-line">
          {approval.question}
        </h3>
        {approval.expiresAt === null ? null : (
          <span
            className="text-12 whitespace-nowrap text-ink-2 tabular-nums"
            title="The tool is told that nobody answered when the time is up."
          >
            {duration(Math.max(0, approval.expiresAt - now))} left
          </span>
        )}
      </div>
      {fields.length === 0 ? null : (
        <div className="mt-2 flex max-w-120 flex-col gap-3">
          {fields.map((field) => (
            <AnswerField
              key={field.name}
              field={field}
              value={typed.get(field.name) ?? field.preset}
              problem={wrong?.field === field.name ? wrong.problem : undefined}
              onChange={(value) => setTyped(new Map(typed).set(field.name, value))}
            />
          ))}
        </div>
      )}
      {approval.link === null ? null : (
        <p className="mt-2 text-ink-2 [overflow-wrap:anywhere]">
          It leads to <strong className="font-semibold">{new URL(approval.link).host}</strong>. Come back when you are
          done there.
        </p>
      )}
      {problem === null ? null : (
        <p role="alert" className="mt-1.5 text-error">
          {problem}
        </p>
      )}
      <div className="mt-2.5 flex flex-wrap items-center gap-1.5">
        {approval.link === null ? null : (
          <a
            href={approval.link}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonClasses({ variant: 'primary' })}
          >
            <ExternalLink className="icon-s" aria-hidden="true" />
            Open page
          </a>
        )}
        <Button type="submit" variant={approval.link === null ? 'primary' : 'secondary'} busy={busy === 'APPROVE'}>
          {approval.link === null ? 'Answer' : 'Done'}
        </Button>
        <Button busy={busy === 'DENY'} onClick={() => void decide('DENY', {})}>
          Decline
        </Button>
        <Button variant="ghost" busy={busy === 'DISMISS'} onClick={() => void decide('DISMISS', {})}>
          Dismiss
        </Button>
      </div>
    </form>
  );
}

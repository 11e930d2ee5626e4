import type { Problem } from '../graphql/problem.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { StatusMark } from './status-mark.tsx';

interface ProblemPanelProps {
  /** What is not there now: "Runs did not load". */
  title: string;
  problem: Problem;
  onRetry?: () => void;
}

/** A part of the page that failed: what, why, the request id, and the way to try again. The rest of the page lives on. */
export function ProblemPanel({ title, problem, onRetry }: ProblemPanelProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 p-5">
      <div className="flex items-start gap-2">
        <StatusMark shape="failed" className="mt-0.5 text-error" />
        <div className="min-w-0">
          <p className="font-medium">{title}</p>
          <p className="text-ink-2">
            {problem.message} {problem.hint}
          </p>
        </div>
      </div>
      <div className="flex items-center gap-2">
        {onRetry !== undefined && problem.retryable ? <Button onClick={onRetry}>Try again</Button> : null}
        {problem.requestId === null ? null : (
          <>
            <code className="font-mono text-12 text-ink-3">{problem.requestId}</code>
            <CopyButton text={problem.requestId} label="Copy request id" />
          </>
        )}
      </div>
    </div>
  );
}

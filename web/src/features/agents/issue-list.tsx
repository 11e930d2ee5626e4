import { StatusMark } from '../../ui/status-mark.tsx';
import { Button } from '../../ui/button.tsx';
import type { ValidationIssue } from './agent-document.ts';

/** What stands between the draft and its publication; each with its place, and with a repair where there is one. */
export function IssueList({
  issues,
  onFix,
}: {
  issues: readonly ValidationIssue[];
  onFix: (operations: readonly unknown[]) => void;
}) {
  if (issues.length === 0) return null;
  return (
    <ul aria-label="Problems" className="divide-y divide-line border-b border-line">
      {issues.map((issue) => (
        <li key={`${issue.code}/${issue.path.join('/')}`} className="flex flex-wrap items-center gap-2 px-4 py-2">
          <StatusMark
            shape={issue.severity === 'ERROR' ? 'failed' : 'warning'}
            className={issue.severity === 'ERROR' ? 'text-error' : 'text-warning'}
          />
          <span className="sr-only">{issue.severity === 'ERROR' ? 'Error' : 'Warning'}</span>
          <span className="min-w-48 flex-1">
            {issue.message} <span className="text-ink-2">{issue.hint}</span>
          </span>
          <code className="font-mono text-12 text-ink-3">{issue.path.join('.')}</code>
          {issue.fix && issue.fix.length > 0 ? (
            <Button size={24} onClick={() => onFix(issue.fix ?? [])}>
              Mend
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

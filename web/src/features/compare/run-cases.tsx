import { useState } from 'react';
import { useQuery } from 'urql';
import { promptOf } from '../../execution/prompt-of.ts';
import { plural } from '../../format/count.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';

const RunsToCompareDocument = graphql(`
  query RunsToCompare($agentId: ID!) {
    executions(filter: { agentId: $agentId }, first: 50) {
      edges {
        node {
          id
          input
          createdAt
        }
      }
    }
  }
`);

interface RunCasesProps {
  agentId: string;
  chosen: readonly string[];
  onChange: (executionIds: readonly string[]) => void;
}

/** Questions that people really asked: the input of a run becomes a case. */
export function RunCases({ agentId, chosen, onChange }: RunCasesProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={24} onClick={() => setOpen(true)}>
        {chosen.length === 0 ? 'Take from runs' : `${plural(chosen.length, 'case')} from runs`}
      </Button>
      <Dialog
        open={open}
        title="Cases from runs"
        description="What was asked is asked again, of each model. Answers of these cases are scored by the judge, if you choose one."
        onClose={() => setOpen(false)}
        actions={
          <Button size={32} variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        }
      >
        {open ? <RunList agentId={agentId} chosen={chosen} onChange={onChange} /> : null}
      </Dialog>
    </>
  );
}

function RunList({ agentId, chosen, onChange }: RunCasesProps) {
  const now = useNow(60_000);
  const [{ data, error }, refetch] = useQuery({
    query: RunsToCompareDocument,
    variables: { agentId },
    requestPolicy: 'cache-and-network',
  });
  if (data === undefined)
    return error === undefined ? (
      <SkeletonRows rows={4} label="Loading runs" />
    ) : (
      <ProblemPanel
        title="Runs did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  const runs = data.executions.edges.map(({ node }) => node);
  if (runs.length === 0) return <Empty title="This agent has no runs yet">Ask it something first, in chat.</Empty>;
  return (
    <ul aria-label="Runs of this agent" className="flex max-h-80 flex-col gap-1 overflow-auto">
      {runs.map(({ id, input, createdAt }) => (
        <li key={id} className="flex items-center gap-3">
          <Check
            className="min-w-0 flex-1"
            label={promptOf(input).slice(0, 140)}
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
          <span className="shrink-0 text-12 text-ink-3">{timeAgo(createdAt, now)}</span>
        </li>
      ))}
    </ul>
  );
}

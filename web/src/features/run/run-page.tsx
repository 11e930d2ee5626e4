import { useParams } from '@tanstack/react-router';
import { useExecution } from '../../execution/use-execution.ts';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { RunView } from './run-view.tsx';

export function RunPage() {
  const { executionId } = useParams({ from: '/shell/runs/$executionId' });
  const { record, view, problem, reload } = useExecution(executionId);
  return (
    <>
      <TopBar title={executionId} crumbs={[{ label: 'Runs', to: '/runs' }]} />
      {problem !== null ? (
        <ProblemPanel title="The run did not load" problem={problem} onRetry={reload} />
      ) : record === null ? (
        <NotFound what="run" />
      ) : record === undefined || view === null ? (
        <SkeletonRows rows={8} label="Loading the run" />
      ) : (
        <RunView key={record.id} record={record} view={view} />
      )}
    </>
  );
}

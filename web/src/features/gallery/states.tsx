import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Group } from './group.tsx';

const box = 'rounded-card border border-line';

export function States() {
  return (
    <Group title="Empty, loading, error">
      <div className="grid grid-cols-2 gap-4 max-lg:grid-cols-1">
        <div className={box}>
          <Empty title="No runs yet" actions={<Button>Try an agent</Button>}>
            Runs appear here while they happen.
          </Empty>
        </div>
        <div className={box}>
          <SkeletonRows rows={3} />
        </div>
        <div className={box}>
          <ProblemPanel
            title="Runs did not load"
            problem={{
              code: 'UNAVAILABLE',
              message: 'The service did not answer in 2 s.',
              hint: 'The rest of the page is fine.',
              requestId: 'req_8f21c0',
              retryable: true,
            }}
            onRetry={() => undefined}
          />
        </div>
        <div className={box}>
          <ProblemPanel
            title="You cannot read Repair contracts"
            problem={{
              code: 'FORBIDDEN',
              message: 'Ines and Theo can grant it.',
              hint: null,
              requestId: null,
              retryable: false,
            }}
          />
        </div>
      </div>
    </Group>
  );
}

import { timeAgo } from '../../format/time-ago.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNow } from '../../ui/use-now.ts';
import { diffJson } from '../../json/diff-json.ts';
import { specOf, type DraftConflict } from './draft-state.ts';

interface ConflictDialogProps {
  conflict: DraftConflict | null;
  mine: unknown;
  onResolve: (choice: 'mine' | 'theirs') => void;
}

/** Somebody saved first. Nothing is lost before a choice is made. */
export function ConflictDialog({ conflict, mine, onResolve }: ConflictDialogProps) {
  const now = useNow(30_000);
  const differences = conflict === null ? [] : diffJson(specOf(conflict.theirs), mine);
  return (
    <Dialog
      open={conflict !== null}
      title="Somebody saved this draft first"
      description={
        conflict === null
          ? undefined
          : `${conflict.changedBy ?? 'Another tab'} saved revision ${conflict.currentRevision} ${timeAgo(conflict.changedAt, now)}. Your changes are not saved yet.`
      }
      actions={
        <>
          <Button size={32} onClick={() => onResolve('theirs')}>
            Discard mine
          </Button>
          <Button size={32} variant="primary" onClick={() => onResolve('mine')}>
            Keep both, mine where they meet
          </Button>
        </>
      }
    >
      <div>
        <p className="mb-1 text-12 font-medium">Where yours differs from theirs</p>
        <ul className="max-h-40 overflow-auto rounded-control border border-line bg-well p-2 font-mono text-12">
          {differences.slice(0, 50).map((operation) => (
            <li key={operation.path}>{operation.path.slice(1).replaceAll('/', '.') || 'everything'}</li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

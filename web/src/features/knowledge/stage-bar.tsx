import { percent } from '../../format/percent.ts';
import { classNames } from '../../ui/class-names.ts';
import type { DocumentFacts } from './notebook-document.ts';

const STAGES = ['EXTRACTING', 'SPLITTING', 'EMBEDDING', 'READY'] as const;
const WORDS = {
  QUEUED: 'Queued',
  EXTRACTING: 'Extracting',
  SPLITTING: 'Splitting',
  EMBEDDING: 'Embedding',
  READY: 'Ready',
  FAILED: 'Failed',
} as const;
const STAGE_NOUNS = {
  QUEUED: 'the start',
  EXTRACTING: 'extract',
  SPLITTING: 'split',
  EMBEDDING: 'embed',
  READY: 'the end',
  FAILED: 'the end',
} as const;

/** The four stages of a document, how far it is, and where it stopped. */
export function StageBar({
  document: { status, progress, error },
}: {
  document: Pick<DocumentFacts, 'status' | 'progress' | 'error'>;
}) {
  const failed = status === 'FAILED';
  const working = !failed && status !== 'READY' && status !== 'QUEUED';
  const current = STAGES.findIndex((stage) => stage === (failed ? error?.stage : status));
  const word = failed
    ? `Failed at ${STAGE_NOUNS[error?.stage ?? 'FAILED']}`
    : working
      ? `${WORDS[status]} ${percent(Math.round(progress * 100) / 100).replace('.0', '')}`
      : WORDS[status];
  return (
    <span className="flex items-center gap-2">
      <span
        role="img"
        aria-label={`Stage ${status === 'READY' ? 4 : Math.max(0, current + 1)} of 4`}
        className="inline-flex shrink-0 gap-0.5 max-md:hidden"
      >
        {STAGES.map((stage, index) => (
          <span
            key={stage}
            className={classNames(
              'h-1 w-3.5 rounded-full bg-press',
              status === 'READY' && 'bg-success',
              working && index < current && 'bg-running opacity-45',
              working && index === current && 'bg-running',
              failed && index < current && 'bg-ink-3',
              failed && index === current && 'bg-error',
            )}
          />
        ))}
      </span>
      <span
        className={classNames(
          failed
            ? 'font-medium text-error'
            : working
              ? 'font-medium text-running'
              : status === 'READY'
                ? 'text-ink-2'
                : 'text-ink-3',
        )}
      >
        {word}
      </span>
    </span>
  );
}

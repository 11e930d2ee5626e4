import { FindingList } from '../../execution/finding-list.tsx';
import type { Quarantine } from './quarantine-of.ts';

/** Why an answer of a tool was held back, or handed on in marks. */
export function QuarantineNote({ quarantine: { blocked, findings } }: { quarantine: Quarantine }) {
  return (
    <section className="border-t border-line px-4 py-3" aria-labelledby="quarantine-heading">
      <h3 id="quarantine-heading" className="font-semibold">
        {blocked ? 'Answer held back' : 'Answer marked as untrusted'}
      </h3>
      <p className="mt-1 text-ink-2">
        {blocked
          ? 'The tool was called. The model was not given its answer, which is under Output.'
          : 'The model was given the answer with a warning around it.'}
      </p>
      <FindingList findings={findings} />
    </section>
  );
}

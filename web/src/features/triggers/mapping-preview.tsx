import type { CombinedError } from 'urql';
import type { PreviewMappingQuery } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { classNames } from '../../ui/class-names.ts';
import { CodeView } from '../../ui/code-view.tsx';
import { Status } from '../../ui/status.tsx';

interface MappingPreviewProps {
  preview: PreviewMappingQuery['previewMapping'] | null;
  error: CombinedError | undefined;
  /** A newer answer is under way. */
  stale: boolean;
  hasDelivery: boolean;
}

/** What the expressions would make of the last event. */
export function MappingPreview({ preview, error, stale, hasDelivery }: MappingPreviewProps) {
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-subtle p-3">
      <h3 className="text-12 font-medium">With the last event</h3>
      {!hasDelivery ? (
        <p className="text-ink-2">Nothing has arrived yet. Send a test event, and its input appears here.</p>
      ) : error !== undefined ? (
        <p role="alert" className="text-error">
          {problemLine(error)}
        </p>
      ) : preview === null || preview === undefined ? (
        <p className="text-ink-3">{stale ? 'Asking …' : 'There is no preview for this event.'}</p>
      ) : (
        <div className={classNames('flex flex-col gap-2', stale && 'opacity-60')} aria-busy={stale} aria-live="polite">
          {preview.wouldRun ? (
            <Status shape="succeeded" tone="success">
              Would run
            </Status>
          ) : (
            <Status shape="skipped" tone="warning">
              Would not run
            </Status>
          )}
          {preview.reason === null || preview.reason === undefined ? null : (
            <p className="text-ink-2">{preview.reason}</p>
          )}
          {preview.issues.map((issue) => (
            <p key={issue.field} className="text-error">
              {issue.message}
            </p>
          ))}
          {preview.input === null || preview.input === undefined ? null : (
            <CodeView text={JSON.stringify(preview.input)} className="max-h-60" />
          )}
        </div>
      )}
    </section>
  );
}

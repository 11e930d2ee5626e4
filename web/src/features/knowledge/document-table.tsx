import { FileText, FileX, Trash2 } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { errorLine } from '../../graphql/error-line.ts';
import { bytes } from '../../format/bytes.ts';
import { count } from '../../format/count.ts';
import { percent } from '../../format/percent.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { readFragment, type FragmentType } from '../../gql/index.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DocumentRowFragment } from './notebook-document.ts';
import { StageBar } from './stage-bar.tsx';
import type { Upload } from './upload-queue.ts';

interface DocumentTableProps {
  documents: readonly FragmentType<typeof DocumentRowFragment>[];
  uploads: readonly Upload[];
  /** Why documents cannot be changed here. */
  readOnlyReason: string | null;
  onRetry: (documentId: string) => void;
  onRemove: (documentId: string, title: string) => void;
  onDismiss: (uploadId: number) => void;
}

/** Documents with their stages; a failure opens in place with its cause and what to do. */
export function DocumentTable({
  documents,
  uploads,
  readOnlyReason,
  onRetry,
  onRemove,
  onDismiss,
}: DocumentTableProps) {
  const now = useNow(30_000);
  return (
    <table className="rows [&_td:first-child]:pl-4 [&_th:first-child]:pl-4" aria-label="Documents">
      <thead>
        <tr>
          <th>Document</th>
          <th className="max-wide:hidden">Size</th>
          <th className="number max-md:hidden">Passages</th>
          <th className="w-58 max-md:w-auto">Status</th>
          <th className="number max-md:hidden">Updated</th>
          <th>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {uploads.map((upload) => (
          <Fragment key={`upload-${upload.id}`}>
            <tr className={upload.problem === null ? undefined : '[&>td]:!border-b-0'}>
              <Name title={upload.name} failed={upload.problem !== null} />
              <td className="text-ink-3 max-wide:hidden">{bytes(upload.bytes)}</td>
              <td className="number max-md:hidden">—</td>
              <td>
                {upload.problem === null ? (
                  <span className="font-medium text-running">
                    Sending {percent(upload.progress).replace(/\.\d/, '')}
                  </span>
                ) : (
                  <span className="font-medium text-error">Not added</span>
                )}
              </td>
              <td className="number text-ink-3 max-md:hidden">now</td>
              <td>
                <span className="sr-only">No actions</span>
              </td>
            </tr>
            {upload.problem === null ? null : (
              <Failure code="NOT_ADDED" message={upload.problem}>
                <Button size={24} variant="ghost" onClick={() => onDismiss(upload.id)}>
                  Dismiss
                </Button>
              </Failure>
            )}
          </Fragment>
        ))}
        {readFragment(DocumentRowFragment, documents).map((document) => (
          <Fragment key={document.id}>
            <tr className={document.error ? '[&>td]:!border-b-0' : undefined}>
              <Name title={document.title} failed={document.status === 'FAILED'} />
              <td className="text-ink-3 max-wide:hidden">{bytes(document.bytes)}</td>
              <td className="number max-md:hidden">
                {document.status === 'READY' || document.status === 'FAILED'
                  ? count(document.passageCount)
                  : document.passageCount > 0
                    ? count(document.passageCount)
                    : '—'}
              </td>
              <td>
                <StageBar document={document} />
              </td>
              <td className="number text-ink-3 max-md:hidden">{timeAgo(document.updatedAt, now)}</td>
              <td className="w-8">
                {readOnlyReason === null ? (
                  <IconButton
                    size={24}
                    label={`Remove ${document.title}`}
                    icon={<Trash2 className="icon-s" aria-hidden="true" />}
                    onClick={() => onRemove(document.id, document.title)}
                  />
                ) : null}
              </td>
            </tr>
            {document.error ? (
              <Failure code={document.error.code} message={errorLine(document.error)}>
                <Button
                  size={24}
                  disabledReason={
                    document.error.retryable ? readOnlyReason : 'It would fail again. Add a mended file instead.'
                  }
                  onClick={() => onRetry(document.id)}
                >
                  Try again
                </Button>
              </Failure>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Name({ title, failed }: { title: string; failed: boolean }) {
  const Icon = failed ? FileX : FileText;
  return (
    <td className="w-1/2 max-w-0">
      <span className="flex items-center gap-2">
        <Icon className={classNames('icon text-ink-3', failed && 'text-error')} aria-hidden="true" />
        <span className="truncate font-medium" title={title}>
          {title}
        </span>
      </span>
    </td>
  );
}

function Failure({ code, message, children }: { code: string; message: string; children: ReactNode }) {
  return (
    <tr className="hover:!bg-transparent">
      <td colSpan={6} className="!h-auto !pr-4 !pb-2.5 !pl-10 !whitespace-normal max-md:!pl-4">
        <div
          role="status"
          className="flex flex-wrap items-start gap-x-2 gap-y-1 rounded-control bg-error-soft px-3 py-2"
        >
          <code className="font-mono text-12 leading-[18px] text-error">{code}</code>
          <span className="min-w-48 flex-1 text-ink-2">{message}</span>
          {children}
        </div>
      </td>
    </tr>
  );
}

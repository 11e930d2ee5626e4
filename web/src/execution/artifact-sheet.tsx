import { Download, ExternalLink } from 'lucide-react';
import { useQuery } from 'urql';
import { bytes } from '../format/bytes.ts';
import { fullInstant } from '../format/instant.ts';
import { problemOf } from '../graphql/problem.ts';
import { buttonClasses } from '../ui/button.tsx';
import { ProblemPanel } from '../ui/problem-panel.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { ArtifactDocument, type OpenArtifact } from './artifact-document.ts';
import { ArtifactPreview } from './artifact-preview.tsx';

interface ArtifactSheetProps {
  artifactId: string | null;
  /** Another version. */
  onOpen: (artifactId: string) => void;
  onClose: () => void;
}

/** A file of a run: what is in it, its versions, and the way to have it. */
export function ArtifactSheet({ artifactId, onOpen, onClose }: ArtifactSheetProps) {
  // Links are good for minutes, so each opening asks for a new one.
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ArtifactDocument,
    variables: { id: artifactId ?? '' },
    pause: artifactId === null,
    requestPolicy: 'network-only',
  });
  const artifact = data?.artifact?.id === artifactId ? data?.artifact : undefined;
  return (
    <Sheet open={artifactId !== null} title={artifact?.name ?? 'File'} onClose={onClose}>
      {artifact ? (
        <OpenFile artifact={artifact} onOpen={onOpen} />
      ) : error !== undefined ? (
        <ProblemPanel
          title="The file did not load"
          problem={problemOf(error)}
          onRetry={() => refetch({ requestPolicy: 'network-only' })}
        />
      ) : fetching || artifactId === null ? (
        <SkeletonRows rows={6} label="Loading the file" />
      ) : (
        <p className="p-4 text-ink-3">This file is not kept any more, or you may not see its run.</p>
      )}
    </Sheet>
  );
}

function OpenFile({ artifact, onOpen }: { artifact: OpenArtifact; onOpen: (artifactId: string) => void }) {
  const { id, name, url, version, versions, createdAt } = artifact;
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
        <p className="mr-auto text-12 text-ink-3 tabular-nums">
          Version {version}, {bytes(artifact.bytes)}, {fullInstant(createdAt)}
        </p>
        <a href={url} target="_blank" rel="noopener" className={buttonClasses({})}>
          <ExternalLink className="icon-s" aria-hidden="true" />
          Open
        </a>
        <a href={url} download={name} className={buttonClasses({ variant: 'primary' })}>
          <Download className="icon-s" aria-hidden="true" />
          Download
        </a>
      </div>
      {versions.length > 1 ? (
        <nav aria-label="Versions" className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2">
          {versions.map((other) => (
            <button
              key={other.id}
              type="button"
              aria-current={other.id === id ? 'true' : undefined}
              title={fullInstant(other.createdAt)}
              onClick={() => onOpen(other.id)}
              className="rounded-tag border border-line-2 px-2 py-0.5 text-12 tabular-nums hover:border-edge aria-[current]:border-link aria-[current]:text-link max-md:min-h-8"
            >
              v{other.version}
            </button>
          ))}
        </nav>
      ) : null}
      <div className="min-h-0 flex-1">
        <ArtifactPreview key={id} artifact={artifact} />
      </div>
    </div>
  );
}

import { useQuery } from 'urql';
import { problemLine } from '../graphql/problem.ts';
import { ArtifactDocument } from './artifact-document.ts';
import { Sound } from './sound.tsx';

interface ArtifactMediaProps {
  artifactId: string;
  name: string;
  isImage: boolean;
  onOpen: () => void;
}

/** An image or a sound where the answer stands. */
export function ArtifactMedia({ artifactId, name, isImage, onOpen }: ArtifactMediaProps) {
  const [{ data, error }, refetch] = useQuery({
    query: ArtifactDocument,
    variables: { id: artifactId },
    requestPolicy: 'network-only',
  });
  const url = data?.artifact?.url;
  if (error !== undefined) return <p className="mt-2 text-12 text-error">{problemLine(error)}</p>;
  if (data?.artifact === null) return <p className="mt-2 text-12 text-ink-3">{name} is not kept any more.</p>;
  if (isImage)
    return (
      <button
        type="button"
        aria-label={`Open ${name}`}
        onClick={onOpen}
        className="mt-2 block h-64 max-w-full overflow-hidden rounded-control border border-line-2 bg-well hover:border-edge"
      >
        {url === undefined ? null : <img src={url} alt={name} className="h-full max-w-full object-contain" />}
      </button>
    );
  // Loaded when it is played: by then the link may have run out, and a new one is asked for.
  const renew = (): void => refetch({ requestPolicy: 'network-only' });
  return <Sound name={name} url={url} preload="none" onError={renew} className="mt-2 w-full max-w-96" />;
}

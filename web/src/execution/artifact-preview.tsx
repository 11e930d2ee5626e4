import { lazy, Suspense, useEffect, useState } from 'react';
import { SkeletonRows } from '../ui/skeleton.tsx';
import type { OpenArtifact } from './artifact-document.ts';
import { Sound } from './sound.tsx';

const Markdown = lazy(() => import('../ui/markdown.tsx').then((module) => ({ default: module.Markdown })));

/** A larger text is for its own program. */
const SHOWN_BYTES = 1_000_000;
const TEXTS = new Set(['text/markdown', 'text/html', 'text/csv', 'text/plain', 'application/json']);

/** What is in a file, where a browser can show it. */
export function ArtifactPreview({ artifact }: { artifact: OpenArtifact }) {
  const { mimeType, url, name, bytes } = artifact;
  if (mimeType.startsWith('image/')) return <img src={url} alt={name} className="block max-w-full" />;
  if (mimeType.startsWith('audio/'))
    return (
      <div className="p-4">
        <Sound name={name} url={url} preload="metadata" className="w-full" />
      </div>
    );
  if (!TEXTS.has(mimeType)) return <Unseen>This format has no preview here. Open or download it.</Unseen>;
  if (bytes > SHOWN_BYTES) return <Unseen>It is too large for a preview. Open or download it.</Unseen>;
  return <TextPreview artifact={artifact} />;
}

function Unseen({ children }: { children: string }) {
  return <p className="p-4 text-ink-3">{children}</p>;
}

function TextPreview({ artifact: { url, mimeType, name } }: { artifact: OpenArtifact }) {
  const [text, setText] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    const read = async (): Promise<void> => {
      const response = await fetch(url, { signal: left.signal });
      if (!response.ok) throw new Error(String(response.status));
      setText(await response.text());
    };
    read().catch(() => {
      if (!left.signal.aborted) setFailed(true);
    });
    return () => left.abort();
  }, [url]);
  if (failed) return <p className="p-4 text-error">The file could not be read. Close it and open it again.</p>;
  if (text === null) return <SkeletonRows rows={6} label="Loading the preview" />;
  // Without `allow-scripts` nothing in it runs, and without `allow-same-origin` it is a stranger to this page.
  if (mimeType === 'text/html')
    return <iframe title={name} srcDoc={text} sandbox="" className="block h-[70dvh] w-full border-0 bg-white" />;
  if (mimeType !== 'text/markdown')
    return <pre className="overflow-auto p-4 font-mono text-12 whitespace-pre">{text}</pre>;
  return (
    <div className="prose p-4">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
}

import {
  AudioLines,
  CircleHelp,
  FileText,
  Image,
  type LucideIcon,
  Presentation,
  ScrollText,
  Table2,
} from 'lucide-react';
import { useState } from 'react';
import { bytes } from '../format/bytes.ts';
import type { ArtifactKind } from '../gql/graphql.ts';
import { ArtifactMedia } from './artifact-media.tsx';
import { ArtifactSheet } from './artifact-sheet.tsx';

const ICONS: Record<ArtifactKind, LucideIcon> = {
  DOCUMENT: FileText,
  SUMMARY: FileText,
  TABLE: Table2,
  IMAGE: Image,
  QUESTION_SET: CircleHelp,
  SLIDES: Presentation,
  SCRIPT: ScrollText,
  AUDIO: AudioLines,
  OTHER: FileText,
};

interface ArtifactListProps {
  artifacts: readonly { id: string; name: string; kind: ArtifactKind; bytes: number; version: number }[];
  className?: string;
  heading?: string;
}

/** Files that a run made; each opens beside the page. What can be seen or heard in passing stands here itself. */
export function ArtifactList({ artifacts, className, heading }: ArtifactListProps) {
  const [open, setOpen] = useState<string | null>(null);
  if (artifacts.length === 0) return null;
  return (
    <section aria-label="Files" className={className}>
      {heading === undefined ? null : <h3 className="mb-2 font-semibold">{heading}</h3>}
      <ul className="flex flex-wrap gap-2">
        {artifacts.map(({ id, name, kind, bytes: size, version }) => {
          const Icon = ICONS[kind];
          return (
            <li key={id} className="min-w-0">
              <button
                type="button"
                onClick={() => setOpen(id)}
                className="flex max-w-full items-center gap-2 rounded-control border border-line-2 bg-raised px-2.5 py-1.5 text-left hover:border-edge max-md:min-h-10"
              >
                <Icon className="icon shrink-0 text-step-tool" aria-hidden="true" />
                <span className="min-w-0 truncate font-medium">{name}</span>
                <span className="shrink-0 text-12 text-ink-3 tabular-nums">
                  {version > 1 ? `v${version}, ` : ''}
                  {bytes(size)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {artifacts
        .filter(({ kind }) => kind === 'IMAGE' || kind === 'AUDIO')
        .map(({ id, name, kind }) => (
          <ArtifactMedia key={id} artifactId={id} name={name} isImage={kind === 'IMAGE'} onOpen={() => setOpen(id)} />
        ))}
      <ArtifactSheet artifactId={open} onOpen={setOpen} onClose={() => setOpen(null)} />
    </section>
  );
}

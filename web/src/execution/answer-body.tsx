import { lazy, Suspense, useCallback } from 'react';
import { CitationMark } from '../ui/citation-mark.tsx';
import type { CitationRecord } from './execution-record.ts';

const Markdown = lazy(() => import('../ui/markdown.tsx').then((module) => ({ default: module.Markdown })));

interface AnswerBodyProps {
  text: string;
  citations: readonly CitationRecord[];
  writing: boolean;
  onOpenCitation: (citation: CitationRecord) => void;
}

/** An answer in Markdown; its numbers open the passage that they stand for. */
export function AnswerBody({ text, citations, writing, onOpenCitation }: AnswerBodyProps) {
  const drawCitation = useCallback(
    (number: number) => {
      const citation = citations.find((one) => one.number === number);
      if (citation === undefined && citations.length > 0) return `[${number}]`;
      return (
        <CitationMark
          number={number}
          title={citation === undefined ? 'Ready when the answer ends' : titleOf(citation)}
          onOpen={citation === undefined ? undefined : () => onOpenCitation(citation)}
        />
      );
    },
    [citations, onOpenCitation],
  );
  return (
    <div className="prose" aria-busy={writing} data-writing={writing || undefined}>
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Markdown text={text} citation={drawCitation} />
      </Suspense>
      {writing && text === '' ? <p aria-hidden="true" /> : null}
    </div>
  );
}

export function titleOf(citation: Pick<CitationRecord, 'documentTitle' | 'page'>): string {
  return citation.page ? `${citation.documentTitle}, p. ${citation.page}` : citation.documentTitle;
}

import { memo, useMemo, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { linkCitations, markdownBlocks } from './markdown-blocks.ts';

const SAFE_LINK = /^(https?:|mailto:)/i;

interface MarkdownProps {
  text: string;
  /** Draws `[2]`; without it, numbers in brackets stay text. */
  citation?: (number: number) => ReactNode;
}

/**
 * Text that a model or a document wrote. No raw HTML, no images (a remote one would tell who reads),
 * links to the web and to mail only.
 */
export function Markdown({ text, citation }: MarkdownProps) {
  const source = citation === undefined ? text : linkCitations(text);
  // oxlint-disable-next-line react/no-array-index-key -- blocks only grow at the end
  return markdownBlocks(source).map((block, index) => <Block key={index} text={block} citation={citation} />);
}

const Block = memo(function Block({ text, citation }: { text: string; citation: MarkdownProps['citation'] }) {
  const components = useMemo(() => drawnBy(citation), [citation]);
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={[rehypeSanitize]}
      components={components}
      urlTransform={(url) => url}
    >
      {text}
    </ReactMarkdown>
  );
});

function drawnBy(citation: MarkdownProps['citation']): Components {
  return {
    a({ href, children }) {
      const cited = /^#cite-(\d+)$/.exec(href ?? '')?.[1];
      if (cited !== undefined && citation !== undefined) return citation(Number(cited));
      if (href === undefined || !SAFE_LINK.test(href)) return <span>{children}</span>;
      return (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {children}
        </a>
      );
    },
    img({ alt }) {
      return <span className="text-ink-3">[image{alt ? `: ${alt}` : ''}]</span>;
    },
  };
}

import { AgentIcon, kindName } from '../agent-kind.tsx';
import { Tag } from '../../../ui/tag.tsx';
import type { Template } from './template-document.ts';
import { templateFacts } from './template-facts.ts';

/** A template in the gallery; it opens beside it. */
export function TemplateCard({ template, onChoose }: { template: Template; onChoose: () => void }) {
  const { name, description, kind, needsLanguageModel, spec } = template;
  const formats = [...new Set(templateFacts(spec).files.map(({ format }) => format))];
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex h-full w-full flex-col gap-1 rounded-card border border-line-2 bg-raised p-3 text-left transition-colors duration-[120ms] hover:border-edge"
    >
      <span className="flex items-center gap-2">
        <AgentIcon kind={kind} className="icon shrink-0 text-step-agent" />
        <span className="min-w-0 truncate font-semibold">{name}</span>
      </span>
      <span className="text-ink-2">{description}</span>
      <span className="mt-auto flex flex-wrap gap-1 pt-1.5">
        {formats.length === 0 ? (
          <Tag>{kindName(kind, 'BUILT_IN')}</Tag>
        ) : (
          formats.map((format) => <Tag key={format}>{format}</Tag>)
        )}
        {needsLanguageModel ? null : <Tag tone="success">no key needed</Tag>}
      </span>
    </button>
  );
}

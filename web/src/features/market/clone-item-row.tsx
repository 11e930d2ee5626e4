import { BookOpen, Brain, Cpu, FileText, KeyRound, Wrench, Zap, type LucideIcon } from 'lucide-react';
import type { CloneItemKind, CloneOutcome } from '../../gql/graphql.ts';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { CloneItem } from './market-document.ts';

const ICONS: Record<CloneItemKind, LucideIcon> = {
  AGENT: FileText,
  MODEL: Cpu,
  NOTEBOOK: BookOpen,
  TOOL: Wrench,
  CREDENTIAL: KeyRound,
  MEMORY: Brain,
  TRIGGER: Zap,
};

const OUTCOMES: Record<CloneOutcome, { word: string; tone: 'success' | 'accent' | 'warning' | 'neutral' }> = {
  COPIED: { word: 'Copied', tone: 'success' },
  SHARED: { word: 'Shared', tone: 'accent' },
  BIND: { word: 'Connect', tone: 'warning' },
  REQUEST: { word: 'Request', tone: 'warning' },
  DROPPED: { word: 'Not copied', tone: 'neutral' },
};

const KIND_WORDS: Partial<Record<CloneItemKind, string>> = {
  MODEL: 'model',
  NOTEBOOK: 'notebook',
  TOOL: 'tool',
  AGENT: 'agent',
};

interface CloneItemRowProps {
  item: CloneItem;
  /** The reason stands under the part instead of beside it. */
  narrow: boolean;
  /** Id of the chosen option; empty = none. */
  bound: string;
  onBind: (optionId: string) => void;
}

/** One part of the agent, and the choice that replaces it where it is closed. */
export function CloneItemRow({ item, narrow, bound, onBind }: CloneItemRowProps) {
  const Icon = ICONS[item.kind];
  const { word, tone } = bound === '' ? OUTCOMES[item.outcome] : { word: 'Replaced', tone: 'success' as const };
  const closed = item.outcome === 'BIND' || item.outcome === 'REQUEST';
  const why = (
    <>
      {item.reason}
      {closed && item.options.length > 0 ? (
        <Select
          compact
          className="mt-1 max-w-60"
          aria-label={`Use instead of ${item.name}`}
          value={bound}
          options={[
            { value: '', label: 'Use instead …' },
            ...item.options.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => onBind(event.target.value)}
        />
      ) : null}
    </>
  );
  return (
    <tr>
      <td className="max-md:py-1.5 max-md:whitespace-normal">
        <span className="flex items-center gap-2">
          <Icon className="icon-s shrink-0 text-ink-3" aria-hidden="true" />
          <span className="font-medium">{item.name}</span>
          <span className="text-ink-3">{KIND_WORDS[item.kind]}</span>
        </span>
        {narrow ? <span className="block text-ink-2">{why}</span> : null}
      </td>
      <td className="max-md:pt-2 max-md:align-top">
        <Tag tone={tone}>{word}</Tag>
      </td>
      {narrow ? null : <td className="py-1.5 whitespace-normal text-ink-2">{why}</td>}
    </tr>
  );
}

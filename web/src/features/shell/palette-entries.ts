import type { LinkProps } from '@tanstack/react-router';
import { executionStatusWord } from '../../execution/execution-status.tsx';
import { promptOf } from '../../execution/prompt-of.ts';
import type { AgentStatus, ExecutionStatus } from '../../gql/graphql.ts';
import { NAVIGATION } from './navigation.ts';

/** A place that the palette leads to. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: 'Pages' | 'Agents' | 'Runs';
  readonly label: string;
  /** What tells entries of one name apart. */
  readonly note: string;
  readonly to: Pick<LinkProps, 'to' | 'params' | 'search'>;
}

interface Found {
  readonly agents: readonly { readonly id: string; readonly name: string; readonly status: AgentStatus }[];
  readonly runs: readonly {
    readonly id: string;
    readonly input: unknown;
    readonly status: ExecutionStatus;
    readonly agent?: { readonly name: string } | null;
  }[];
}

const AGENT_STATUS_WORDS: Record<AgentStatus, string> = {
  PUBLISHED: 'Live',
  DRAFT: 'Draft',
  DISABLED: 'Disabled',
  ARCHIVED: 'Archived',
};

const PAGES: readonly PaletteEntry[] = [
  ...NAVIGATION.map(({ to, label, key }) => page(to, label, `g ${key}`)),
  page('/market/requests', 'Collaboration requests', 'Marketplace'),
  page('/settings', 'Settings', ''),
];

/** What fits the words: pages by name, then what the server found, in its order. */
export function paletteEntries(words: string, found: Found): readonly PaletteEntry[] {
  const asked = words.trim().toLowerCase();
  return [
    ...PAGES.filter(({ label }) => label.toLowerCase().includes(asked)),
    ...found.agents.map(({ id, name, status }): PaletteEntry => ({
      id,
      group: 'Agents',
      label: name,
      note: AGENT_STATUS_WORDS[status],
      to: { to: '/agents/$agentId', params: { agentId: id } },
    })),
    ...found.runs.map(({ id, input, status, agent }): PaletteEntry => ({
      id,
      group: 'Runs',
      label: promptOf(input),
      note: [agent?.name, executionStatusWord(status)].filter(Boolean).join(', '),
      to: { to: '/runs/$executionId', params: { executionId: id } },
    })),
  ];
}

function page(to: LinkProps['to'], label: string, note: string): PaletteEntry {
  return { id: String(to), group: 'Pages', label, note, to: { to } };
}

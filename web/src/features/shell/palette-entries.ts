import type { LinkProps } from '@tanstack/react-router';
import { promptOf } from '../../execution/prompt-of.ts';
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
  readonly agents: readonly { readonly id: string; readonly name: string; readonly status: string }[];
  readonly runs: readonly {
    readonly id: string;
    readonly input: unknown;
    readonly status: string;
    readonly agent?: { readonly name: string } | null;
  }[];
}

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
      note: status.toLowerCase(),
      to: { to: '/agents/$agentId', params: { agentId: id } },
    })),
    ...found.runs.map(({ id, input, status, agent }): PaletteEntry => ({
      id,
      group: 'Runs',
      label: promptOf(input),
      note: [agent?.name, status.toLowerCase()].filter(Boolean).join(', '),
      to: { to: '/runs/$executionId', params: { executionId: id } },
    })),
  ];
}

function page(to: LinkProps['to'], label: string, note: string): PaletteEntry {
  return { id: String(to), group: 'Pages', label, note, to: { to } };
}

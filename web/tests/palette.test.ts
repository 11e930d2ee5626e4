import { describe, expect, test } from 'vitest';
import { paletteEntries } from '../src/features/shell/palette-entries.ts';

const found = {
  agents: [{ id: 'agt_1', name: 'Refund desk', status: 'PUBLISHED' as const }],
  runs: [
    {
      id: 'exe_1',
      input: { question: 'Is a gift card refunded?' },
      status: 'TIMED_OUT' as const,
      agent: { name: 'Refund desk' },
    },
    { id: 'exe_2', input: { question: 'Is a gift card refunded?' }, status: 'SUCCEEDED' as const, agent: null },
  ],
};

describe('the palette', () => {
  test('offers every page before anything is typed, each once', () => {
    const pages = paletteEntries('', { agents: [], runs: [] });
    expect(pages.map(({ label }) => label)).toContain('Settings');
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    expect(pages.every(({ group }) => group === 'Pages')).toBe(true);
  });

  test('finds pages by a part of the name, whatever the case', () => {
    expect(paletteEntries(' MARKET', { agents: [], runs: [] }).map(({ label }) => label)).toEqual(['Marketplace']);
  });

  test('leads to agents and runs that the server found, and tells equal questions apart', () => {
    expect(paletteEntries('refund', found).map(({ label, note, to }) => [label, note, to])).toEqual([
      ['Refund desk', 'Live', { to: '/agents/$agentId', params: { agentId: 'agt_1' } }],
      [
        'Is a gift card refunded?',
        'Refund desk, Timed out',
        { to: '/runs/$executionId', params: { executionId: 'exe_1' } },
      ],
      ['Is a gift card refunded?', 'Succeeded', { to: '/runs/$executionId', params: { executionId: 'exe_2' } }],
    ]);
  });
});

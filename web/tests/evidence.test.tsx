import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { Evidence, EvidenceFragment } from '../src/features/insights/evidence.tsx';
import { makeFragmentData } from '../src/gql/index.ts';
import type { EvidenceFactsFragment } from '../src/gql/graphql.ts';

afterEach(cleanup);

const facts: EvidenceFactsFragment = {
  __typename: 'Evidence',
  medianCost: 2_100_000,
  path: ['(you)-[:BELONGS_TO]->(Support)', '(colleagues)-[:USES]->(Order status)'],
  people: null,
  sentence: '11 of 12 runs succeeded.',
};

test('shows the way through the graph on demand, hop by hop', async () => {
  render(<Evidence evidence={makeFragmentData(facts, EvidenceFragment)} />);
  expect(screen.getByText('11 of 12 runs succeeded.')).toBeTruthy();
  expect(screen.queryByRole('list')).toBeNull();
  const why = screen.getByRole('button', { name: 'Why' });
  await userEvent.click(why);
  expect(screen.getAllByRole('listitem').map((hop) => hop.textContent)).toEqual(facts.path);
  await userEvent.click(why);
  expect(screen.queryByRole('list')).toBeNull();
});

test('names those behind a number who agreed to it, and leaves out whom the viewer may not see', () => {
  const people: EvidenceFactsFragment['people'] = [
    { __typename: 'User', id: 'usr_1', name: 'Ben' },
    null,
    { __typename: 'User', id: 'usr_2', name: 'Cleo' },
  ];
  render(<Evidence evidence={makeFragmentData({ ...facts, people }, EvidenceFragment)} />);
  expect(screen.getByText('Among them Ben and Cleo.')).toBeTruthy();
});

import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { type DraftCheck, EMPTY_CHECK } from '../src/features/compare/check-draft.ts';
import { CheckFields } from '../src/features/compare/check-fields.tsx';

afterEach(cleanup);

function Form({ onChange }: { onChange: (checks: readonly DraftCheck[]) => void }) {
  const [draft, setDraft] = useState<readonly DraftCheck[]>([EMPTY_CHECK]);
  return (
    <CheckFields
      place={2}
      checks={draft}
      onChange={(next) => {
        setDraft(next);
        onChange(next);
      }}
    />
  );
}

test('a check has the fields of its kind, each with a name of its own', async () => {
  const onChange = vi.fn<(checks: readonly DraftCheck[]) => void>();
  render(<Form onChange={onChange} />);
  await userEvent.type(screen.getByRole('textbox', { name: 'What check 1 of case 2 looks for' }), '30 days');
  expect(screen.queryByRole('textbox', { name: /enough/u })).toBeNull();
  const kind = screen.getByRole('combobox', { name: 'Kind of check 1 of case 2' });
  await userEvent.selectOptions(kind, 'Means the same as');
  await userEvent.type(screen.getByRole('textbox', { name: 'Share that is enough, check 1 of case 2' }), '0.6');
  expect(onChange).toHaveBeenLastCalledWith([{ kind: 'SIMILARITY', value: '30 days', least: '0.6' }]);
  await userEvent.selectOptions(kind, 'Cites passages');
  expect(screen.getByRole('textbox', { name: 'Fewest passages, check 1 of case 2' })).toBeTruthy();
  expect(screen.queryByRole('textbox', { name: /looks for/u })).toBeNull();
});

test('checks are added and removed', async () => {
  const onChange = vi.fn<(checks: readonly DraftCheck[]) => void>();
  render(<Form onChange={onChange} />);
  await userEvent.click(screen.getByRole('button', { name: 'Add check' }));
  expect(onChange.mock.lastCall?.[0]).toHaveLength(2);
  await userEvent.click(screen.getByRole('button', { name: 'Remove check 1 of case 2' }));
  expect(onChange.mock.lastCall?.[0]).toHaveLength(1);
});

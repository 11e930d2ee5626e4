import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AnswerBody } from '../src/execution/answer-body.tsx';
import type { CitationRecord } from '../src/execution/execution-record.ts';

// The answer loads its Markdown on first need; here it is there before the first wait begins.
beforeAll(() => import('../src/ui/markdown.tsx'));
afterEach(cleanup);

const citation: CitationRecord = {
  __typename: 'Citation',
  number: 1,
  passageId: 'psg_1',
  documentTitle: 'Refund policy',
  page: 4,
  startOffset: 0,
  endOffset: 3,
  quote: 'Yes',
  passage: null,
};

describe('an answer', () => {
  test('opens the passage of a citation', async () => {
    const opened: number[] = [];
    render(
      <AnswerBody
        text="Yes [1]."
        citations={[citation]}
        writing={false}
        onOpenCitation={({ number }) => opened.push(number)}
      />,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Source 1: Refund policy, p. 4' }));
    expect(opened).toEqual([1]);
  });

  test('leaves a number without a source as text', async () => {
    render(<AnswerBody text="Yes [1] [7]." citations={[citation]} writing={false} onOpenCitation={() => undefined} />);
    await screen.findByRole('button');
    expect(screen.getByText(/\[7\]/)).toBeTruthy();
  });

  test.each([
    ['<script>alert(1)</script><img src=x onerror=alert(1)>', 'script, img'],
    ['![x](https://evil.example/pixel.png)', 'img'],
    ['[click](javascript:alert(1))', 'a[href]'],
    ['[click](data:text/html,x)', 'a[href]'],
    ['<iframe src="https://evil.example"></iframe>', 'iframe'],
  ])('makes nothing of %s', async (text, forbidden) => {
    const { container } = render(
      <AnswerBody text={`Safe.\n\n${text}`} citations={[]} writing={false} onOpenCitation={() => undefined} />,
    );
    await screen.findByText('Safe.', { selector: 'p:not(.whitespace-pre-wrap)' });
    expect(container.querySelectorAll(forbidden)).toHaveLength(0);
  });
});

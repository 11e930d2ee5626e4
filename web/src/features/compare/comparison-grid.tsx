import { promptOf } from '../../execution/prompt-of.ts';
import type { LiveView } from './apply-comparison-event.ts';
import { CellView } from './cell-view.tsx';
import { VariantHead } from './variant-head.tsx';

interface ComparisonGridProps {
  view: LiveView;
  show: 'answers' | 'scores';
  runReason: string | null;
  onRun: (cellId: string) => void;
  onVote: (cellId: string, vote: number) => void;
}

/** Pixels: the column of cases, and the least that an answer needs. */
const CASES_WIDTH = 184;
const LEAST_WIDTH = 320;

/** Variants side by side, a row for each case. More than fit scroll sideways under the fixed column of cases. */
export function ComparisonGrid({ view: { comparison, texts }, show, runReason, onRun, onVote }: ComparisonGridProps) {
  const { variants, cases, cells, statistics, recommendation } = comparison;
  const byPlace = new Map(cells.map((cell) => [`${cell.caseId}/${cell.variantId}`, cell]));
  const lows = statistics.flatMap(({ score, scoreLow }) => scoreLow ?? score ?? []);
  // One scale for all columns; the part of it that nobody reaches is left out.
  const least = lows.some((low) => low < 4) || lows.length === 0 ? 0 : 4;
  const column = (variantId: string): string =>
    variantId === recommendation?.variantId ? 'bg-[color-mix(in_srgb,var(--accent)_4%,transparent)]' : '';
  return (
    <table
      className="w-full table-fixed border-separate border-spacing-0 text-left"
      style={{ minWidth: CASES_WIDTH + variants.length * LEAST_WIDTH }}
    >
      <colgroup>
        <col style={{ width: CASES_WIDTH }} />
        {variants.map(({ id }) => (
          <col key={id} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col" className="sticky left-0 z-10 border-r border-b border-line bg-bg p-4 align-top">
            <span className="font-semibold">Cases</span>
            <p className="text-12 font-normal text-ink-3">Score 0 to 10 with 95 % interval</p>
          </th>
          {variants.map((variant) => {
            const sums = statistics.find(({ variantId }) => variantId === variant.id);
            return (
              <th
                key={variant.id}
                scope="col"
                className={`border-r border-b border-line p-4 align-top font-normal last:border-r-0 ${column(variant.id)}`}
              >
                {sums === undefined ? null : (
                  <VariantHead
                    variant={variant}
                    sums={sums}
                    cases={cases.length}
                    least={least}
                    ahead={recommendation?.variantId === variant.id}
                  />
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {cases.map((testCase) => (
          <tr key={testCase.id}>
            <th
              scope="row"
              className="sticky left-0 z-10 border-r border-b border-line bg-bg p-4 align-top font-normal"
            >
              <p className="font-medium">{testCase.name}</p>
              {promptOf(testCase.input) === testCase.name ? null : (
                <p className="line-clamp-2 text-ink-2">{promptOf(testCase.input)}</p>
              )}
            </th>
            {variants.map((variant) => {
              const cell = byPlace.get(`${testCase.id}/${variant.id}`);
              return (
                <td
                  key={variant.id}
                  className={`h-px border-r border-b border-line p-4 align-top last:border-r-0 ${column(variant.id)}`}
                >
                  {cell === undefined ? null : (
                    <CellView
                      cell={cell}
                      streamed={texts.get(cell.id)?.text ?? ''}
                      show={show}
                      runReason={runReason}
                      onRun={() => onRun(cell.id)}
                      onVote={(vote) => onVote(cell.id, vote)}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { Figure } from '@aether/test-support';

const number = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/** Figures as a Markdown table: value, goal, whether it is met, and the ratio to the reference of the same run. Their notes stand below it. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.value)} ${figure.unit}`,
    figure.goal ?? '–',
    figure.met === undefined ? '–' : figure.met ? 'met' : 'missed',
    figure.reference === undefined
      ? '–'
      : `${number(figure.value / figure.reference.value)} × ${figure.reference.name} (${number(figure.reference.value)})`,
  ]);
  const notes = new Set(figures.flatMap((figure) => figure.notes ?? []));
  const table = [['figure', 'measured', 'goal', '', 'against'], ['---', '---:', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
  return [table, [...notes].map((note) => `- ${note}`).join('\n')].filter((part) => part !== '').join('\n\n');
}

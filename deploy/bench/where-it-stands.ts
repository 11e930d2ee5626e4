const HEADING = '## Where it stands';
/** `2026-11-23 · bd4015a · 2 × Intel(R) Xeon(R) Processor · Node 24.21.0 · load 3.3`, as `main.ts` writes it. */
const ENVIRONMENT =
  /^(?<date>\d{4}-\d{2}-\d{2}) · (?<commit>\S+) · (?<machine>.+) · (?<node>Node \S+) · (?<load>load \S+)$/u;
const NONE = '–';

interface Recording {
  readonly name: string;
  readonly machine: string;
  /** Date, commit and load. */
  readonly when: string;
  /** Figure, measured, goal, met or missed, against. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The file of results with its first section made anew from the log below it: of each benchmark that there still is, the newest recording
 * as a whole, so that figures with old names do not linger; of it, the figures that have a goal.
 */
export function withWhereItStands(results: string, benchmarks: readonly string[]): string {
  const [introduction = '', ...sections] = results.split(/^(?=## )/mu);
  const log = sections.filter((section) => !section.startsWith(`${HEADING}\n`));
  const newest = new Map(log.flatMap(recordingsOf).map((recording) => [recording.name, recording]));
  const stands = benchmarks.flatMap((name) => newest.get(name) ?? []).filter(({ rows }) => rows.length > 0);
  return [introduction, `${HEADING}\n${table(stands)}\n\n`, ...log].join('');
}

function recordingsOf(section: string): readonly Recording[] {
  const [heading = '', environment = '', ...lines] = section.split('\n');
  const { date, commit, machine, load } = ENVIRONMENT.exec(environment)?.groups ?? {};
  if (machine === undefined) return [];
  const rows = lines
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([, , goal, verdict]) => goal !== NONE && (verdict === 'met' || verdict === 'missed'));
  return [{ name: heading.slice('## '.length), machine, when: `${date} · ${commit} · ${load}`, rows }];
}

function table(recordings: readonly Recording[]): string {
  const rows = recordings.flatMap((recording) => recording.rows.map((row) => ({ row, recording })));
  const machines = [...new Set(recordings.map(({ machine }) => machine))];
  const [only] = machines;
  const met = rows.filter(({ row }) => row[3] === 'met').length;
  const header = ['benchmark', 'figure', 'measured', 'goal', '', 'against', 'recorded'];
  const alignment = ['---', '---', '---:', '---', '---', '---', '---'];
  const cells = rows.map(({ row, recording }) => [
    recording.name,
    ...row.map((cell, column) => (column === 3 && cell === 'missed' ? '**missed**' : cell)),
    machines.length === 1 ? recording.when : `${recording.when} · machine ${machines.indexOf(recording.machine) + 1}`,
  ]);
  const where =
    machines.length === 1
      ? `All on ${only}.`
      : machines.map((machine, index) => `Machine ${index + 1}: ${machine}.`).join(' ');
  return [
    `${met} of ${rows.length} goals are met in the newest recording of each benchmark. ${where} Written by \`--record\`; the log is below.`,
    '',
    ...[header, alignment, ...cells].map((line) => `| ${line.join(' | ')} |`),
  ].join('\n');
}

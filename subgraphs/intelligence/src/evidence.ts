/** Measured facts behind a statement, as of the moment it was made. */
export interface Evidence {
  readonly runs: number;
  readonly successRate: number | null;
  readonly medianCost: number | null;
  /** Of those behind the numbers, the ones who agreed to be named; null = the statement names nobody. */
  readonly people: readonly { readonly id: string }[] | null;
  /** The way through the graph, one hop an entry. */
  readonly path: readonly string[];
  readonly sentence: string;
}

/** Fewer people than these behind a number could be told apart by it. */
export const FEWEST_PEOPLE = 3;

/** Runs that ended, and how. */
export interface Outcome {
  readonly runs: number;
  readonly succeeded: number;
}

export function successRateOf({ runs, succeeded }: Outcome): number | null {
  return runs === 0 ? null : succeeded / runs;
}

/**
 * Lower end of the 95 % interval of the success rate (Wilson), 0 to 1: three of three say less than 97 of 100.
 * Statements are ordered by it, so that thin evidence stands below firm evidence.
 */
export function provenSuccess({ runs, succeeded }: Outcome): number {
  if (runs === 0) return 0;
  const z = 1.96;
  const rate = succeeded / runs;
  const middle = rate + (z * z) / (2 * runs);
  const spread = z * Math.sqrt((rate * (1 - rate)) / runs + (z * z) / (4 * runs * runs));
  return Math.max(0, (middle - spread) / (1 + (z * z) / runs));
}

/** `1 run`, `12 runs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `38 of 40 runs succeeded` */
export function outcomeSentence({ runs, succeeded }: Outcome): string {
  return `${succeeded} of ${counted(runs, 'run')} succeeded`;
}

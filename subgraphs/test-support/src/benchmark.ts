/** One measured number. A goal is a goal, never a failing test: the machine decides too. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** As the issue words it, such as `≥ 800`. */
  readonly goal?: string;
  readonly met?: boolean;
  /** The same thing done the usual way, in the same run. */
  readonly reference?: { readonly name: string; readonly value: number };
  /** How it was measured, as far as a reader of the table needs it: sentences, which figures of one table may share. */
  readonly notes?: readonly string[];
}

export interface BenchmarkRun {
  /** How long one measurement lasts, in seconds. */
  readonly seconds: number;
  /** Only to see that the benchmark still runs: small amounts, whose figures say little. */
  readonly brief: boolean;
  /** `bolt://…` of a Neo4j of the benchmarks, started when it is first asked for. */
  readonly neo4jUri: () => Promise<string>;
  /** Something costly that benchmarks of one call share, such as a running product. It is ended after the last of them. */
  readonly shared: <Part extends AsyncDisposable>(name: string, start: () => Promise<Part>) => Promise<Part>;
  readonly say: (line: string) => void;
}

/** A file `bench/<name>.bench.ts` exports one as `benchmark`; `npm run bench -- <name>` finds it. */
export interface Benchmark {
  readonly name: string;
  /** What it measures, one sentence. */
  readonly says: string;
  readonly run: (run: BenchmarkRun) => Promise<readonly Figure[]>;
  /** Installs what it compares with and the repository does not carry; asks nothing. `npm run bench -- <name> --install` */
  readonly install?: (say: BenchmarkRun['say']) => Promise<void>;
}

import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark } from '@aether/test-support';
import { figureTable } from './figure-table.ts';
import { startBenchNeo4j } from './start-bench-neo4j.ts';
import { withWhereItStands } from './where-it-stands.ts';

/** `npm run bench -- <name …> [--seconds 20] [--brief] [--install] [--record]`: runs benchmarks one after the other and prints their tables. */
const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    brief: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});

// Processes that were started end with this one, also when it is told to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const found: Benchmark[] = [];
for (const file of globSync(
  ['{gateway,subgraphs}/*/bench/*.bench.ts', 'argo/bench/*.bench.ts', 'deploy/bench/*.bench.ts'],
  {
    cwd: root,
  },
).toSorted()) {
  const { benchmark }: { benchmark?: Benchmark } = await import(pathToFileURL(join(root, file)).href);
  if (benchmark === undefined) console.warn(`${file} exports no benchmark.`);
  else found.push(benchmark);
}
const wanted =
  positionals.length === 0 && values.brief ? found : found.filter((benchmark) => positionals.includes(benchmark.name));
const unknown = positionals.filter((name) => !found.some((benchmark) => benchmark.name === name));
if (wanted.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no benchmark ${unknown.map((name) => `"${name}"`).join(', ')}.`);
  console.log(`Benchmarks:\n${found.map((benchmark) => `  ${benchmark.name.padEnd(14)}${benchmark.says}`).join('\n')}`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  await using stack = new AsyncDisposableStack();
  const started = new Map<string, Promise<AsyncDisposable>>();
  const shared = async <Part extends AsyncDisposable>(name: string, start: () => Promise<Part>): Promise<Part> => {
    const known = started.get(name) as Promise<Part> | undefined;
    if (known !== undefined) return known;
    const starting = start().then((part) => stack.use(part));
    started.set(name, starting);
    return starting;
  };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  const environment = `${new Date().toISOString().slice(0, 10)} · ${commit} · ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'} · Node ${process.versions.node}`;
  const say = (line: string): void => console.log(`  ${line}`);
  for (const benchmark of wanted) {
    console.log(`\n${benchmark.name}: ${benchmark.says}`);
    try {
      if (values.install) await benchmark.install?.(say);
      const figures = await benchmark.run({
        seconds: values.brief ? 1 : Number(values.seconds),
        brief: values.brief,
        neo4jUri: async () => (await shared('Neo4j', () => startBenchNeo4j(process.env['NEO4J_URI'] ?? null))).uri,
        shared,
        say,
      });
      const table = figureTable(figures);
      console.log(`\n${table}\n`);
      if (values.record) record(benchmark.name, `${environment} · load ${loadavg()[0]?.toFixed(1)}`, table);
    } catch (error) {
      // The others are measured all the same.
      console.error(error);
      process.exitCode = 1;
    }
  }
}

/** Appends to the log, and says anew where the product stands. */
function record(name: string, where: string, table: string): void {
  const file = join(import.meta.dirname, 'RESULTS.md');
  const log = `${readFileSync(file, 'utf8')}\n## ${name}\n${where}\n\n${table}\n`;
  const names = found.map((benchmark) => benchmark.name).toSorted();
  writeFileSync(file, withWhereItStands(log, names));
}

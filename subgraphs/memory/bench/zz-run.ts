import { benchmark } from './search.bench.ts';
const figures = await benchmark.run({
  seconds: 12,
  brief: false,
  neo4jUri: async () => 'bolt://127.0.0.1:17687',
  shared: async (_n, start) => start(),
  say: (l) => console.log(l),
});
for (const f of figures) console.log(f.name, f.value.toFixed(1), f.unit, f.reference?.value.toFixed(1) ?? '');
process.exit(0);

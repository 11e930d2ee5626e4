import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SUBGRAPH_NAMES } from '@aether/schema';
import { breakingChanges } from './breaking-changes.ts';
import { collectPermissions } from './collect-permissions.ts';
import { compose } from './compose.ts';
import { emitSubgraph } from './emit-subgraph.ts';
import { schemaFile } from './schema-file.ts';

// npm run schema [-- --check] [--against <revision>]
// Emits the contract from the packages into schema/. With --check it writes nothing and fails on any difference or breaking change.
const { values: options } = parseArgs({
  options: { check: { type: 'boolean', default: false }, against: { type: 'string', default: 'HEAD' } },
});

const subgraphs = await Promise.all(SUBGRAPH_NAMES.map(emitSubgraph));
const { supergraph, api } = compose(subgraphs);
const files = new Map([
  ...subgraphs.map(({ name, sdl }) => [`subgraphs/${name}.graphql`, sdl] as const),
  ['supergraph.graphql', supergraph] as const,
  ['api.graphql', api] as const,
  ['permissions.json', `${JSON.stringify(collectPermissions(subgraphs), null, 2)}\n`] as const,
]);

const changed: string[] = [];
for (const [path, text] of files) {
  const before = await readFile(schemaFile(path), 'utf8').catch(() => null);
  if (before === text) continue;
  changed.push(path);
  if (!options.check) await writeFile(schemaFile(path), text);
}
const breaking = await breakingChanges(api, options.against);

for (const path of changed)
  console.log(`  schema/${path}: ${options.check ? 'differs from the code; run npm run schema' : 'written'}`);
for (const message of breaking) console.log(`  breaking since ${options.against}: ${message}`);
console.log(
  `schema: ${subgraphs.length} subgraphs, ${changed.length} files changed, ${breaking.length} breaking changes`,
);
process.exitCode = options.check && (changed.length > 0 || breaking.length > 0) ? 1 : 0;

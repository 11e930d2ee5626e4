import { readFileSync } from 'node:fs';
import { SUBGRAPH_NAMES } from '@aether/schema';
import { expect, test } from 'vitest';
import { compose } from '../build/schema/compose.ts';
import { schemaFile } from '../build/schema/schema-file.ts';

const read = (path: string) => readFileSync(schemaFile(path), 'utf8');
const subgraphs = SUBGRAPH_NAMES.map((name) => ({ name, sdl: read(`subgraphs/${name}.graphql`) }));

test('the subgraphs compose without an error or a hint to the committed supergraph and API', () => {
  const { supergraph, api } = compose(subgraphs);
  expect(supergraph).toBe(read('supergraph.graphql'));
  expect(api).toBe(read('api.graphql'));
});

test('what is inaccessible stays out of the API', () => {
  const { supergraph, api } = compose(subgraphs);
  expect(supergraph).toContain('sealedCredential');
  expect(api).not.toMatch(
    /sealedCredential|sealedModelKey|sealedOwnCredential|ownModelKeys|vaultKey|authenticate|catalogForGateway|reportModels|reportToolServers|searchForRun|agentVersionForRun|runForTest|runProgress|usualUsage/i,
  );
});

test('a field of two types is refused with the name of the field', () => {
  const other = subgraphs.map(({ name, sdl }) => ({
    name,
    sdl: name === 'memory' ? sdl.replace('endCursor: String', 'endCursor: Int') : sdl,
  }));
  expect(() => compose(other)).toThrow(/PageInfo\.endCursor/);
});

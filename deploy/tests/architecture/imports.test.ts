import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isProduct, packages, type SourceFile, sourceFiles } from './workspace.ts';

const ALL = packages.map(({ name }) => name);
const SERVICE = ['@aether/schema', '@aether/common'];

/** Who may import whom. Any other edge between packages fails; test files may also import @aether/test-support and, by name, their own package. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@aether/schema': [],
  '@aether/common': ['@aether/schema'],
  '@aether/runtime': SERVICE,
  '@aether/executions': [...SERVICE, '@aether/runtime'],
  '@aether/identity': SERVICE,
  '@aether/agents': SERVICE,
  '@aether/memory': SERVICE,
  '@aether/testing': SERVICE,
  '@aether/intelligence': SERVICE,
  '@aether/graphql-gateway': SERVICE,
  '@aether/llm-gateway': SERVICE,
  '@aether/mcp-gateway': SERVICE,
  '@aether/test-support': SERVICE,
  '@aether/web': ['@aether/schema'],
  '@aether/deploy': ALL.filter((name) => name !== '@aether/test-support' && name !== '@aether/web'),
};

/** Under the Elastic license: a deliberate choice, so it stays in two places, behind an interface. */
const ELASTIC = /^@apollo\/(gateway|composition|query-planner|federation-internals)(\/|$)/;

const nameOf = (specifier: string) => specifier.split('/').slice(0, 2).join('/');
const isOurs = (specifier: string) => specifier.startsWith('@aether/');

function offences(find: (file: SourceFile, specifier: string) => boolean): string[] {
  return sourceFiles.flatMap((file) =>
    file.imports.filter((specifier) => find(file, specifier)).map((specifier) => `${file.path} imports ${specifier}`),
  );
}

describe('between packages', () => {
  test('every package has its row in the table', () => {
    expect(Object.keys(MAY_IMPORT).toSorted()).toEqual(ALL.toSorted());
  });

  test.for(packages)('$name declares only what it may import', ({ name, dependencies }) => {
    const declared = Object.keys(dependencies).filter(isOurs);
    expect(declared.filter((dependency) => !MAY_IMPORT[name]?.includes(dependency))).toEqual([]);
  });

  test('no file imports a package that the table does not allow', () => {
    expect(
      offences((file, specifier) => {
        if (!isOurs(specifier)) return false;
        const target = nameOf(specifier);
        if (!isProduct(file) && (target === '@aether/test-support' || target === file.package.name)) return false;
        return !MAY_IMPORT[file.package.name]?.includes(target);
      }),
    ).toEqual([]);
  });

  test('no file imports a part of a package that its exports do not name', () => {
    expect(
      offences((_, specifier) => {
        const target = packages.find(({ name }) => name === nameOf(specifier));
        if (target === undefined) return false;
        const part = `.${specifier.slice(target.name.length)}`;
        return !Object.keys(target.exports).some(
          (each) => each === part || (each.endsWith('*') && part.startsWith(each.slice(0, -1))),
        );
      }),
    ).toEqual([]);
  });

  test('no relative import leaves its package', () => {
    expect(
      offences(
        ({ inner }, specifier) =>
          specifier.startsWith('.') && posix.join(posix.dirname(inner), specifier).startsWith('..'),
      ),
    ).toEqual([]);
  });

  test('test-support is imported by tests only', () => {
    expect(offences((file, specifier) => isProduct(file) && nameOf(specifier) === '@aether/test-support')).toEqual([]);
  });

  test('packages under the Elastic license are imported by the GraphQL gateway and the schema scripts only', () => {
    const allowed = /^(gateway\/graphql|deploy\/build\/schema)\//;
    expect(offences((file, specifier) => ELASTIC.test(specifier) && !allowed.test(file.path))).toEqual([]);
  });

  test('the contract reaches outside itself for graphql and zod only', () => {
    const allowed = new Set(['graphql', 'zod']);
    expect(
      offences(
        (file, specifier) =>
          file.path.startsWith('schema/src/') &&
          !specifier.startsWith('.') &&
          !allowed.has(nameOf(specifier)) &&
          !allowed.has(specifier),
      ),
    ).toEqual([]);
  });
});

/** Inside a service, lower ranks never import higher ones. */
const RANKS: readonly (readonly [rank: number, pattern: RegExp])[] = [
  [4, /\/src\/(service|schema|main|index)\.ts$/],
  [3, /\/src\/(resolvers|routes)\//],
  [2, /\/src\/workers?\//],
  [1, /\/src\/db\//],
];
const byPath = new Map(sourceFiles.map((file) => [file.path, file]));
const targetOf = (file: SourceFile, specifier: string) => byPath.get(posix.join(posix.dirname(file.path), specifier));
const knownRanks = new Map<string, number>();

/** A folder with a rank gives it to its files; any other file stands as high as the highest thing that it imports: the pure domain at 0. */
function rankOf(file: SourceFile): number {
  const known = knownRanks.get(file.path) ?? RANKS.find(([, pattern]) => pattern.test(file.path))?.[0];
  if (known !== undefined) return known;
  knownRanks.set(file.path, 0);
  const below = file.imports.flatMap((specifier) =>
    specifier.startsWith('.') ? (targetOf(file, specifier) ?? []) : [],
  );
  const rank = Math.max(0, ...below.map(rankOf));
  knownRanks.set(file.path, rank);
  return rank;
}

test('inside a subgraph: domain ◄ db ◄ workers ◄ resolvers ◄ service', () => {
  expect(
    offences((file, specifier) => {
      if (!file.path.startsWith('subgraphs/') || !isProduct(file) || !specifier.startsWith('.')) return false;
      const target = targetOf(file, specifier);
      return target !== undefined && rankOf(target) > rankOf(file);
    }),
  ).toEqual([]);
});

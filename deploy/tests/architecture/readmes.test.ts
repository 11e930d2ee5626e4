import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { repositoryRoot } from '../../local/repository-root.ts';
import { exists, packages } from './workspace.ts';

const OUTSIDE = /(^|\/)(node_modules|dist|\.aether|\.git|coverage)$/;
const everything = globSync('**/*', { cwd: repositoryRoot, exclude: (path) => OUTSIDE.test(path) }).map((path) =>
  path.replaceAll('\\', '/'),
);
const readmes = everything
  .filter((path) => posix.basename(path) === 'README.md')
  .map((path) => ({ path, folder: dirname(path), text: readFileSync(join(repositoryRoot, path), 'utf8') }));

/** What READMEs name that is no file of the repository. */
const ELSEWHERE = new Set([
  // Made when the product is built or runs.
  'deploy/dist/local.js',
  'deploy/dist/distributed.js',
  'blobs/',
  'secrets.json',
  'compile-cache/',
  // A part of every service, meant of all of them.
  'src/main.ts',
  'src/config.ts',
  // The format of the registry of MCP.
  'server.json',
]);

/** Folders and files in code spans, outside of blocks: `db/`, `journal.ts`, `src/db/migrations.ts`. */
function namedPaths(text: string): readonly string[] {
  const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '');
  return spans.filter((span) =>
    /^[a-z][\w.-]*(\/[\w.-]+)*(\/|\.(tsx?|mjs|js|md|json|ya?ml|graphql|css|html|sh))$/.test(span),
  );
}

/** Seen from the root, or the end of a path in the README's own package or in the contract, which everybody reads. */
function isFound(named: string, folder: string): boolean {
  const name = named.replace(/\/$/, '');
  const homes = packages.filter((each) => `${folder}/`.startsWith(`${each.folder}/`)).map((each) => each.folder);
  const home = homes.toSorted((left, right) => right.length - left.length)[0] ?? folder;
  const within = [...(home === '.' ? [''] : [`${home}/`]), 'schema/'];
  return (
    exists(name) ||
    exists(posix.join(folder, name)) ||
    everything.some((path) => `/${path}`.endsWith(`/${name}`) && within.some((start) => path.startsWith(start)))
  );
}

test('every file and folder that a README names exists', () => {
  const missing = readmes.flatMap(({ path, folder, text }) =>
    namedPaths(text)
      .filter((named) => !ELSEWHERE.has(named) && !isFound(named, folder))
      .map((named) => `${path}: ${named}`),
  );
  expect(missing).toEqual([]);
});

test('every link of a README leads to something', () => {
  const broken = readmes.flatMap(({ path, folder, text }) =>
    [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z]+:/.test(target) && !exists(posix.join(folder, target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every script that a README runs is one of its package or of the repository', () => {
  const scriptsOf = (folder: string): readonly string[] => {
    const file = join(repositoryRoot, folder, 'package.json');
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()).default({}) })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    return Object.keys(scripts);
  };
  const root = scriptsOf('.');
  const unknown = readmes.flatMap(({ path, folder, text }) => {
    const own = exists(posix.join(folder, 'package.json')) ? scriptsOf(folder) : [];
    return [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)]
      .map(([, script]) => script ?? '')
      .filter((script) => ![...root, ...own].includes(script))
      .map((script) => `${path}: npm run ${script}`);
  });
  expect(unknown).toEqual([]);
});

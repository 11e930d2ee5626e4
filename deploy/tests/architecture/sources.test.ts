import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../local/repository-root.ts';
import { exists, isProduct, packages, sourceFiles } from './workspace.ts';

const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);

test('the environment is read by process entries and the launcher only', () => {
  const allowed = /^(deploy\/local|subgraphs\/test-support)\/|\/src\/main\.ts$/;
  expect(
    paths(
      sourceFiles.filter((file) => isProduct(file) && /process\.env\b/.test(file.text) && !allowed.test(file.path)),
    ),
  ).toEqual([]);
});

test('no module is replaced by a mock', () => {
  expect(paths(sourceFiles.filter(({ text }) => /\bvi\.(mock|doMock)\(/.test(text)))).toEqual([]);
});

test('no test is focused or left out without a condition', () => {
  expect(
    paths(
      sourceFiles.filter(
        ({ path, text }) =>
          /\.(test|e2e|torture|contract)\.tsx?$/.test(path) && /\b(test|it|describe)\.(only|skip|todo)\(/.test(text),
      ),
    ),
  ).toEqual([]);
});

test('names of worker threads are unique, for they lie beside one bundle', () => {
  const names = sourceFiles.map(({ path }) => posix.basename(path)).filter((name) => name.endsWith('.worker.ts'));
  expect(names.length).toBe(new Set(names).size);
});

test('no folder or file is a drawer for everything', () => {
  expect(paths(sourceFiles.filter(({ path }) => /(^|\/)(utils?|helpers?|misc)(\/|\.tsx?$)/.test(path)))).toEqual([]);
});

test('every package and every part of common has a README', () => {
  const common = ['service', 'graph', 'streams', 'key-value', 'blobs', 'security', 'telemetry', 'process'];
  const folders = [...packages.map(({ folder }) => folder), ...common.map((part) => `subgraphs/common/src/${part}`)];
  expect(folders.filter((folder) => !exists(`${folder}/README.md`))).toEqual([]);
});

test('the top level holds exactly what the house has rooms for', () => {
  const rooms = ['gateway', 'subgraphs', 'web', 'schema', 'argo', 'deploy'];
  const files = [
    'codegen.ts',
    'package.json',
    'package-lock.json',
    'turbo.json',
    'tsconfig.json',
    'README.md',
    'LICENSE',
  ];
  const made = new Set(['node_modules', 'coverage']);
  const found = readdirSync(repositoryRoot).filter((name) => !name.startsWith('.') && !made.has(name));
  expect(found.toSorted()).toEqual([...rooms, ...files].toSorted());
});

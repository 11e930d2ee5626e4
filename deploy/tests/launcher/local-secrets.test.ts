import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { random } from '../../local/local-parts.ts';
import { localSecrets } from '../../local/local-secrets.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('keys stay the same, differ by purpose and by installation, and are readable by their owner only', () => {
  using folder = temporaryFolder();
  using other = temporaryFolder();
  const first = localSecrets(folder.path, random);
  expect(localSecrets(folder.path, random)('vault')).toEqual(first('vault'));
  expect(first('vault')).toHaveLength(32);
  expect(first('vault')).not.toEqual(first('links'));
  expect(first('vault')).not.toEqual(localSecrets(other.path, random)('vault'));
  expect(statSync(join(folder.path, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a damaged key file is an error, never a silent new key: sealed data would be lost', () => {
  using folder = temporaryFolder();
  localSecrets(folder.path, random);
  const file = join(folder.path, 'secrets.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
  expect(() => localSecrets(folder.path, random)).toThrow(/secrets\.json/);
});

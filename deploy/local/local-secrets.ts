import { hkdfSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LauncherError } from './launcher-error.ts';

const BYTES = 32;
const File = z.object({ master: z.base64() });

/** The key of this installation for one purpose: 32 bytes, derived from its master key (HKDF-SHA-256, RFC 5869). */
export type LocalSecrets = (purpose: string) => Uint8Array;

/**
 * Reads the master key of a state folder, or makes it on the folder's first use (file mode 0600). Whoever has the folder
 * has the key: the folder holds the data that it protects, too.
 * @throws LauncherError when the file is damaged; a new key would make sealed credentials unreadable for good
 */
export function localSecrets(stateFolder: string, random: (bytes: number) => Uint8Array): LocalSecrets {
  const file = join(stateFolder, 'secrets.json');
  const text = read(file) ?? create(file, random);
  const master = Buffer.from(parse(file, text).master, 'base64');
  return (purpose) => new Uint8Array(hkdfSync('sha256', master, '', `aether ${purpose}`, BYTES));
}

function parse(file: string, text: string): z.infer<typeof File> {
  try {
    return File.parse(JSON.parse(text));
  } catch (cause) {
    throw new LauncherError(
      `The master key of this installation cannot be read from ${file}.`,
      [
        'Put the file back from a copy: what was sealed with it cannot be opened without it',
        'Or begin anew: npm run reset',
      ],
      { cause },
    );
  }
}

function create(file: string, random: (bytes: number) => Uint8Array): string {
  const text = JSON.stringify({ master: Buffer.from(random(BYTES)).toString('base64') });
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  return text;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

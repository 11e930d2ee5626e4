import { createWriteStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

const LARGE = 10 * 2 ** 20;

/** The log of an embedded Aether, beside its state: the terminal is for people. One older file is kept. */
export function openLogFile(stateFolder: string): { readonly path: string; readonly stream: Writable } {
  const path = join(stateFolder, 'aether.log');
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGE) renameSync(path, `${path}.1`);
  return { path, stream: createWriteStream(path, { flags: 'a' }) };
}

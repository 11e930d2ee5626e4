import { fileURLToPath } from 'node:url';

/** Absolute path of a file of the folder `schema/`. */
export function schemaFile(path: string): string {
  return fileURLToPath(new URL(`../../../schema/${path}`, import.meta.url));
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root.ts';

/** Folder of the built web application; null when it was not built, as under `npm run dev`, where Vite serves it. */
export function webFolder(): string | null {
  const folder = join(repositoryRoot, 'web', 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

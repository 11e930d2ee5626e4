import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../../local/repository-root.ts';

const names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  name: z.string(),
  exports: z.record(z.string(), z.string()).default({}),
  dependencies: names,
  devDependencies: names,
});

export interface WorkspacePackage extends z.infer<typeof Manifest> {
  /** Folder, seen from the repository root. */
  readonly folder: string;
}

export interface SourceFile {
  /** Path, seen from the repository root. */
  readonly path: string;
  readonly package: WorkspacePackage;
  /** Path inside its package, such as `src/db/agent-store.ts`. */
  readonly inner: string;
  readonly text: string;
  /** What it imports, as written: bare names and relative paths, types included. */
  readonly imports: readonly string[];
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g;
const SOURCES = '{schema,argo,web,deploy,gateway/*,subgraphs/*,subgraphs/executions/runtime}';

/** Every package of the repository, by its package.json. */
export const packages: readonly WorkspacePackage[] = globSync(`${SOURCES}/package.json`, { cwd: repositoryRoot }).map(
  (path) => ({
    ...Manifest.parse(JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8'))),
    folder: dirname(path),
  }),
);

/** Every TypeScript file of every package, generated ones left out. */
export const sourceFiles: readonly SourceFile[] = globSync(`${SOURCES}/**/*.{ts,tsx}`, {
  cwd: repositoryRoot,
  exclude: (path) => /(^|\/)(node_modules|dist|generated|gql)$/.test(path),
})
  .filter((path) => !/(^|\/)(node_modules|dist|generated|gql)\//.test(path))
  .map((path) => {
    const text = readFileSync(join(repositoryRoot, path), 'utf8');
    const owner = packageOf(path);
    const imports = [...text.matchAll(IMPORT)].map(([, from, dynamic]) => from ?? dynamic ?? '');
    return { path, package: owner, inner: path.slice(owner.folder.length + 1), text, imports };
  });

/** Whether a file is part of the product; the rest are tests, benchmarks and the settings of tools. */
export function isProduct(file: SourceFile): boolean {
  return file.inner.startsWith('src/') || file.inner.startsWith('local/');
}

/** Whether a path of the repository exists. */
export function exists(path: string): boolean {
  return existsSync(join(repositoryRoot, path));
}

/** The innermost package: @aether/runtime lies inside @aether/executions. */
function packageOf(path: string): WorkspacePackage {
  const [found] = packages
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length);
  if (found === undefined) throw new Error(`${path} lies in no package.`);
  return found;
}

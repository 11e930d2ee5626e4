import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One entry for each process: our own sources are bundled, every npm package stays an import.
 *
 * - `deploy/local/main.ts` (everything in one process) becomes `deploy/dist/local.js`;
 * - `deploy/local/distributed.ts` (starts one process for each service) becomes `deploy/dist/distributed.js`;
 * - `deploy/local/tools/office-tools.ts` (the tool server that ships with Aether) becomes `deploy/dist/office-tools.js`;
 * - `<package>/src/main.ts` (one service) becomes `<package>/dist/main.js`;
 * - `<name>.worker.ts` anywhere under `<package>/src` (the entry of a worker thread) becomes `<name>.worker.js` beside each bundle that
 *   may start it. Code names it by `workerUrl('<name>', import.meta.url)` of @aether/common/service; names are unique.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = '{gateway/*,subgraphs/*,subgraphs/executions/runtime}';
const mains = globSync(`${packages}/src/main.ts`, { cwd: root });
const workers = globSync(`${packages}/src/**/*.worker.ts`, { cwd: root });

/** oxc's decorator helpers and our own packages go into the bundle. */
const ours = /^(@aether|@oxc-project\/runtime)\//;

/** A package that npm nested in one workspace is not visible from where the bundle lies: it goes into the bundle too. */
function isNested(id: string, importer: string | undefined): boolean {
  const name = id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/');
  let folder = importer === undefined ? root : dirname(importer);
  while (folder.length > root.length && !relative(root, folder).startsWith('..')) {
    if (existsSync(join(folder, 'node_modules', name))) return true;
    folder = dirname(folder);
  }
  return false;
}

function isExternal(id: string, importer: string | undefined): boolean {
  return !/^[./\0]/.test(id) && !ours.test(id) && !isNested(id, importer);
}

/** What is imported on demand becomes a file of its own beside the entry, named after it. */
function bundle(input: string, file: string) {
  const name = basename(file, '.js');
  return {
    input: { [name]: join(root, input) },
    platform: 'node' as const,
    external: isExternal,
    tsconfig: join(root, 'tsconfig.json'),
    output: {
      dir: join(root, dirname(file)),
      entryFileNames: '[name].js',
      chunkFileNames: `${name}.[name].js`,
      format: 'esm' as const,
      sourcemap: true,
    },
  };
}

const packageOf = (source: string) => source.slice(0, source.indexOf('/src/'));
/** The runtime runs in the process of the executions service: a worker thread of it lies beside that bundle. */
const processOf = (worker: string) => packageOf(worker).replace(/\/runtime$/, '');
const outputOf = (worker: string) => basename(worker).replace(/\.ts$/, '.js');

/** What `npm start` and `npm run dev` run. */
export const localBundles = [
  bundle('deploy/local/main.ts', 'deploy/dist/local.js'),
  bundle('deploy/local/distributed.ts', 'deploy/dist/distributed.js'),
  bundle('deploy/local/tools/office-tools.ts', 'deploy/dist/office-tools.js'),
  ...workers.map((worker) => bundle(worker, `deploy/dist/${outputOf(worker)}`)),
];

/** One process for each service. */
export const serviceBundles = [
  ...mains.map((main) => bundle(main, `${packageOf(main)}/dist/main.js`)),
  ...workers.map((worker) => bundle(worker, `${processOf(worker)}/dist/${outputOf(worker)}`)),
];

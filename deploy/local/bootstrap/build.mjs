import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { inside } from './paths.mjs';
import { run } from './spawned.mjs';
import { step } from './step.mjs';

const SERVER = ['schema', 'subgraphs', 'gateway', 'deploy', 'tsconfig.json', 'package-lock.json'];
const CONTRACT = ['schema/api.graphql', 'schema/subgraphs', 'schema/operations', 'codegen.ts', 'web/src'];
const WEB = ['web', 'schema/src', 'package-lock.json'];
const DOCUMENTS = 'web/src/gql/graphql.ts';
const SERVER_BUNDLE = 'deploy/dist/local.js';
/** Writing all files of a clone takes less. */
const CLONE_MS = 60_000;
const SKIPPED = new Set(['node_modules', 'dist', 'tests', 'bench', 'gql', 'generated']);

/** Builds what is older than its sources: typed documents, the server, the web application. */
export async function build() {
  await generateDocuments();
  await allOf([bundleServer(), buildWeb()]);
  return 0;
}

/** The same without the web application, for verbs that do not serve it. */
export async function buildServer() {
  await generateDocuments();
  await bundleServer();
}

async function generateDocuments() {
  if (!existsSync(inside('codegen.ts')) || !stale(CONTRACT, DOCUMENTS)) return;
  // A clone has all its files from one moment, in any order, and `npm run check` keeps right what the repository holds.
  const isClone = !existsSync(inside(SERVER_BUNDLE)) && !stale(CONTRACT, DOCUMENTS, CLONE_MS);
  if (!isClone) await built('generating typed documents', 'graphql-codegen', ['--config', 'codegen.ts']);
  // A file whose text stays the same is not written again, and would count as stale for ever.
  utimesSync(inside(DOCUMENTS), new Date(), new Date());
}

async function bundleServer() {
  if (stale(SERVER, SERVER_BUNDLE))
    await built('bundling the server', 'rolldown', ['-c', 'deploy/build/rolldown.config.ts']);
}

async function buildWeb() {
  if (existsSync(inside('web/index.html')) && stale([...WEB, 'web/src/gql'], 'web/dist/index.html'))
    await built('building the web application', 'vite', ['build'], inside('web'));
}

/** Waits for the end of all, then fails as the first that failed: no tool goes on writing behind the message. */
async function allOf(builds) {
  await Promise.allSettled(builds);
  await Promise.all(builds);
}

async function built(label, tool, parameters, cwd) {
  const { code, output } = await step(label, () =>
    run(inside('node_modules/.bin', tool), parameters, { quiet: true, cwd }),
  );
  if (code !== 0) throw new Failure(`${label} failed:\n${output.trim()}`);
}

/** Whether a source is newer than the result, by more than `slackMs`. */
function stale(sources, result, slackMs = 0) {
  if (!existsSync(inside(result))) return true;
  const { mtimeMs } = statSync(inside(result));
  return sources.some((source) => newer(inside(source), mtimeMs + slackMs));
}

function newer(path, than) {
  const about = statSync(path, { throwIfNoEntry: false });
  if (about === undefined) return false;
  if (!about.isDirectory()) return about.mtimeMs > than;
  return readdirSync(path).some((name) => !SKIPPED.has(name) && newer(join(path, name), than));
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { count, counted } from './counts.mjs';
import { inside, root } from './paths.mjs';
import { run } from './spawned.mjs';
import { step } from './step.mjs';

const tool = (name) => inside('node_modules/.bin', name);

/** Each is one command that says what is wrong by itself; `mend` is what a person types next. */
const CHECKS = [
  { name: 'format', command: [tool('oxfmt'), '--check'], mend: 'npm run format' },
  { name: 'lint', command: [tool('oxlint'), '--deny-warnings'], mend: 'edit the lines named above' },
  { name: 'types', command: [tool('tsc'), '-p', '.'], mend: 'edit the lines named above' },
  {
    name: 'types of the web',
    command: [tool('tsc'), '-p', 'web'],
    needs: 'web/tsconfig.json',
    mend: 'edit the lines named above',
  },
  { name: 'unused code', command: [tool('knip'), '--config', 'deploy/build/knip.json'], mend: 'remove it' },
  {
    name: 'generated contract',
    command: ['npm', 'run', '--silent', 'schema', '--', '--check'],
    needs: 'deploy/build/schema/main.ts',
    mend: 'npm run schema',
  },
];

/** What codegen writes and the repository keeps. The hash is taken before the build, which may write it anew. */
function generatedFiles() {
  const hash = createHash('sha256');
  const folder = inside('schema/src/generated');
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files, inside('schema/trusted-documents.json')].toSorted()) {
    if (existsSync(file)) hash.update(relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function sameDocuments(committed) {
  const { code, output } = await step('check: generated documents', () =>
    run(tool('graphql-codegen'), ['--config', 'codegen.ts'], { quiet: true }),
  );
  const same = code === 0 && generatedFiles() === committed;
  count(same ? { passed: 1 } : { failed: 1 });
  if (!same)
    console.error(`✗ generated documents (mend: npm run codegen, and commit what it writes)\n${output.trim()}\n`);
  return same;
}

/** Runs every check, also after one has failed, and says at the end which did. */
export async function check() {
  const committed = generatedFiles();
  const failed = (await counted(build)) === 0 ? [] : ['build'];
  for (const { name, command, needs, mend } of CHECKS) {
    if (needs !== undefined && !existsSync(inside(needs))) continue;
    const [program, ...parameters] = command;
    const { code, output } = await step(`check: ${name}`, () => run(program, parameters, { quiet: true }));
    count(code === 0 ? { passed: 1 } : { failed: 1 });
    if (code === 0) continue;
    failed.push(name);
    console.error(`✗ ${name} (mend: ${mend})\n${output.trim()}\n`);
  }
  if (existsSync(inside('codegen.ts')) && !(await sameDocuments(committed))) failed.push('generated documents');
  console.log(failed.length === 0 ? '✓ checks passed' : `✗ checks failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

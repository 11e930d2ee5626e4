import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from '../launcher-error.ts';
import { NEO4J_VERSION } from './neo4j-version.ts';

const HOW_MANY = 214;
const REPORT_MS = 5_000;

/**
 * Folder of Neo4j's libraries, fetched once with Maven (116 MB, from the registry that Maven is set to).
 * It appears under its final name only when complete, so a fetch that was interrupted is simply done again.
 */
export async function neo4jLibraries(root: string, say: (line: string) => void): Promise<string> {
  const folder = join(root, '.aether', 'neo4j', 'lib');
  if (existsSync(join(folder, `neo4j-${NEO4J_VERSION}.jar`))) return folder;
  const partial = `${folder}.${process.pid}`;
  say(`Neo4j: fetching ${HOW_MANY} libraries with Maven (116 MB, the first time only)`);
  const report = setInterval(() => say(`Neo4j: ${count(partial)} of ${HOW_MANY} libraries`), REPORT_MS);
  try {
    await maven(join(root, 'deploy/local/neo4j/pom.xml'), partial);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    clearInterval(report);
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

function maven(pom: string, target: string): Promise<void> {
  const parameters = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime'];
  const child = spawn('mvn', [...parameters, `-DoutputDirectory=${target}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output = (output + text.toString()).slice(-4_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new LauncherError(
          'Java is here, but Maven (mvn), which fetches Neo4j for it, is not.',
          [
            'Install Maven 3.8 or later (Debian and Ubuntu: apt install maven; macOS: brew install maven)',
            'Or start a Docker daemon',
            'Or name a server of your own: NEO4J_URI=bolt://host:7687 npm start',
          ],
          { cause },
        ),
      ),
    );
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new LauncherError(`Maven could not fetch Neo4j:\n${output.trim()}`, [
            'Check the network and ~/.m2/settings.xml',
          ]),
        );
    });
  });
}

function count(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

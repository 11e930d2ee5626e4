import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Benchmark } from '@aether/test-support';

const GOAL_KB = 200;
const folder = join(import.meta.dirname, '..', '..', 'web', 'dist');

/** `import … from "./x.js"`, `export … from "./x.js"` and `import "./x.js"`, as Vite writes them; not `import("./x.js")`. */
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^'"()]*?from\s*)?["'](\.[^"']+\.js)["']/gu;
const SCRIPT = /<script\b[^>]*\bsrc="([^"]+\.js)"|<link\b[^>]*\brel="modulepreload"[^>]*\bhref="([^"]+\.js)"/gu;

const gzipKb = (file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1_000;
const sum = (files: Iterable<string>): number => [...files].reduce((total, file) => total + gzipKb(file), 0);

/** The scripts that the page loads before it can show anything: those of index.html and what they import statically. */
function initialScripts(): ReadonlySet<string> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, path = ''] of text.matchAll(STATIC_IMPORT)) follow(join(dirname(file), path));
  };
  for (const [, script, preloaded] of page.matchAll(SCRIPT)) follow((script ?? preloaded ?? '').replace(/^\//u, ''));
  return found;
}

/** What a browser must load before the first screen. */
export const benchmark: Benchmark = {
  name: 'web',
  says: 'JavaScript of the first screen, gzip, from the built application',
  async run({ say }) {
    const initial = initialScripts();
    for (const file of initial) say(`${file}: ${gzipKb(file).toFixed(1)} kB`);
    const kilobytes = sum(initial);
    return [
      {
        name: 'initial JavaScript, gzip',
        value: kilobytes,
        unit: 'kB',
        goal: `≤ ${GOAL_KB}`,
        met: kilobytes <= GOAL_KB,
        reference: { name: 'JavaScript of all screens', value: sum(globSync('**/*.js', { cwd: folder })) },
      },
    ];
  },
};

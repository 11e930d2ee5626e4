import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

interface Chunk {
  code: string;
  imports: string[];
  isEntry: boolean;
}

/**
 * Prints the compressed size of every script and fails the build when what a first visit loads is above the limit.
 * Sizes are gzip level 9, in kilobytes of 1,000 bytes.
 */
export function sizeReport({ initialLimitKilobytes }: { initialLimitKilobytes: number }): Plugin {
  return {
    name: 'aether-size-report',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const file of Object.values(bundle)) if (file.type === 'chunk') chunks.set(file.fileName, file);
      const sizes = new Map(
        [...chunks].map(([name, chunk]) => [name, gzipSync(chunk.code, { level: 9 }).length / 1000]),
      );
      const initial = new Set<string>();
      const visit = (name: string): void => {
        const chunk = chunks.get(name);
        if (chunk === undefined || initial.has(name)) return;
        initial.add(name);
        for (const imported of chunk.imports) visit(imported);
      };
      for (const [name, chunk] of chunks) if (chunk.isEntry) visit(name);

      const total = [...initial].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
      for (const [name, size] of [...sizes].toSorted(([, left], [, right]) => right - left)) {
        this.info(`${initial.has(name) ? 'initial' : '  lazy '} ${size.toFixed(1).padStart(7)} kB  ${name}`);
      }
      this.info(`initial JavaScript: ${total.toFixed(1)} kB of ${initialLimitKilobytes} kB (gzip)`);
      if (total > initialLimitKilobytes)
        this.error(`Initial JavaScript is ${total.toFixed(1)} kB; the limit is ${initialLimitKilobytes} kB.`);
    },
  };
}

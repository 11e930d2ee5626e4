/**
 * Address of a worker thread's entry file, for `new Worker(workerUrl('extract', import.meta.url))`.
 *
 * The entry is `<name>.worker.ts` in the folder of the file that starts it; names are unique in the repository. From
 * sources (tests) Node strips its types itself, so it must not import decorated code; the bundler makes
 * `<name>.worker.js` beside every bundle (deploy/build/rolldown.config.ts).
 */
export function workerUrl(name: string, importMetaUrl: string): URL {
  const extension = importMetaUrl.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.worker.${extension}`, importMetaUrl);
}

import type { Benchmark } from '@aether/test-support';
import { Embedder } from '../src/builtin/embedder.ts';
import { printScore, scoreExtract } from './score-extract.ts';

/** How good `builtin/extract` is on the questions that ship with the repository, and how fast. */
export const benchmark: Benchmark = {
  name: 'extract',
  says: 'builtin/extract on 60 questions: answerable, unanswerable, tool choice',
  async run({ say }) {
    await using embedder = new Embedder();
    const signal = new AbortController().signal;
    const started = performance.now();
    const score = await scoreExtract((texts) => embedder.embed(texts, { signal, priority: 'interactive' }));
    say(printScore(score));
    return [
      { name: 'right answers of 60', value: score.right, unit: '', goal: '≥ 55', met: score.right >= 55 },
      { name: 'invented answers', value: score.invented.length, unit: '', goal: '0', met: score.invented.length === 0 },
      { name: 'time per question', value: (performance.now() - started) / score.questions, unit: 'ms' },
    ];
  },
};

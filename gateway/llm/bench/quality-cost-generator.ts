import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `quality-cost-table.json`: `node --import @aether/test-support/typescript gateway/llm/bench/quality-cost-generator.ts`.
 * 900 tasks of three kinds, and for each whether four models answered well and how many tokens they took. Invented, not
 * measured: a task has a difficulty, a model a skill for each kind, and the chance of a good answer is a logistic function of
 * their difference, so that models are often good at the same tasks. Prices are of the order of four tiers sold in 2026.
 */
const SEED = 20_261_122;
const TASKS_OF_A_KIND = 300;
/** Skill for each kind; the chance of a good answer to a task of middle difficulty is 1 / (1 + e^-skill). */
const MODELS = [
  {
    model: 'tier-1',
    inputPerMillion: 100_000_000,
    outputPerMillion: 400_000_000,
    skill: { extract: 3.2, support: 1.6, reason: -1 },
  },
  {
    model: 'tier-2',
    inputPerMillion: 400_000_000,
    outputPerMillion: 1_600_000_000,
    skill: { extract: 3.6, support: 3, reason: 0.4 },
  },
  {
    model: 'tier-3',
    inputPerMillion: 3_000_000_000,
    outputPerMillion: 15_000_000_000,
    skill: { extract: 3.9, support: 3.4, reason: 2.4 },
  },
  {
    model: 'tier-4',
    inputPerMillion: 15_000_000_000,
    outputPerMillion: 75_000_000_000,
    skill: { extract: 4, support: 3.6, reason: 3 },
  },
] as const;
const KINDS = ['extract', 'support', 'reason'] as const;

/** mulberry32 (Ettinger 2017): small, the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomOf(SEED);
const tasks = Array.from({ length: TASKS_OF_A_KIND * KINDS.length }, (_, index) => {
  const kind = KINDS[index % KINDS.length] ?? 'extract';
  const difficulty = (random() + random() + random() - 1.5) * 2;
  const promptTokens = 200 + Math.floor(random() * 1800);
  const completionTokens = 50 + Math.floor(random() * 450);
  const good = MODELS.map(({ skill }) => (random() < 1 / (1 + Math.exp(difficulty - skill[kind])) ? 1 : 0));
  return { kind, promptTokens, completionTokens, good };
});
const models = MODELS.map(({ model, inputPerMillion, outputPerMillion }) => ({
  model,
  inputPerMillion,
  outputPerMillion,
}));
const lines = tasks.map((task) => `    ${JSON.stringify(task)}`).join(',\n');
writeFileSync(
  join(import.meta.dirname, 'quality-cost-table.json'),
  `{\n  "models": ${JSON.stringify(models)},\n  "tasks": [\n${lines}\n  ]\n}\n`,
);

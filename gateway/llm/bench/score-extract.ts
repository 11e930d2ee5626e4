import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { extract, type ExtractAnswer } from '../src/builtin/extract/extract.ts';
import type { Embed } from '../src/builtin/extract/rank-sentences.ts';
import { chatRequestSchema } from '../src/wire/chat-request.ts';

const questionSchema = z.object({
  id: z.string(),
  kind: z.enum(['answerable', 'unanswerable', 'tool']),
  question: z.string(),
  /** The user's turn before. */
  previous: z.string().optional(),
  /** Text that a right answer quotes, and the passage it cites. */
  expect: z.string().optional(),
  passage: z.number().optional(),
  /** The right call; null = no call is right. */
  call: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }).nullish(),
});

const fileSchema = z.object({
  passages: z.array(z.object({ number: z.number(), title: z.string(), text: z.string() })),
  tools: chatRequestSchema.shape.tools.unwrap(),
  questions: z.array(questionSchema),
});

type Question = z.infer<typeof questionSchema>;
type Verdict = 'right' | 'wrong' | 'invented';

export interface ExtractScore {
  readonly questions: number;
  readonly right: number;
  /** Something said or called that the texts do not support. */
  readonly invented: readonly string[];
  /** Silent where an answer was there, or a wrong passage. */
  readonly wrong: readonly string[];
  readonly byKind: Readonly<Record<Question['kind'], { readonly right: number; readonly questions: number }>>;
}

/** Puts the 60 questions of `extract-questions.json` to `builtin/extract`, each with all 30 passages and 8 tools. */
export async function scoreExtract(embed: Embed): Promise<ExtractScore> {
  const file = fileSchema.parse(JSON.parse(await readFile(new URL('extract-questions.json', import.meta.url), 'utf8')));
  const knowledge = file.passages
    .map(
      ({ number, title, text }) =>
        `<passage number="${number}" title="${title}">\n${text.replaceAll('<', '&lt;')}\n</passage>`,
    )
    .join('\n');
  const verdicts = new Map<Question, Verdict>();
  for (const question of file.questions) {
    const history = question.previous === undefined ? [] : [{ role: 'user', content: question.previous }];
    const request = chatRequestSchema.parse({
      model: 'extract',
      messages: [
        ...(question.kind === 'tool' ? [] : [{ role: 'system', content: knowledge }]),
        ...history,
        { role: 'user', content: question.question },
      ],
      ...(question.kind === 'tool' ? { tools: file.tools } : {}),
    });
    verdicts.set(question, judge(question, await extract(request, embed), file.passages));
  }
  const having = (verdict: Verdict): readonly Question[] =>
    file.questions.filter((question) => verdicts.get(question) === verdict);
  const right = having('right');
  const count = (kind: Question['kind']) => ({
    right: right.filter((question) => question.kind === kind).length,
    questions: file.questions.filter((question) => question.kind === kind).length,
  });
  return {
    questions: file.questions.length,
    right: right.length,
    invented: having('invented').map(({ id }) => id),
    wrong: having('wrong').map(({ id }) => id),
    byKind: { answerable: count('answerable'), unanswerable: count('unanswerable'), tool: count('tool') },
  };
}

/** One line that says all. */
export function printScore(score: ExtractScore): string {
  const kinds = Object.entries(score.byKind).map(([kind, { right, questions }]) => `${kind} ${right}/${questions}`);
  return `builtin/extract: ${score.right} of ${score.questions} right (${kinds.join(', ')}), ${score.invented.length} invented${score.wrong.length === 0 ? '' : `; wrong: ${score.wrong.join(', ')}`}`;
}

function judge(
  question: Question,
  answer: ExtractAnswer,
  passages: readonly { readonly number: number; readonly text: string }[],
): Verdict {
  if (question.kind === 'tool') return judgeCall(question, answer);
  if (answer.kind === 'tool-call') return 'invented';
  const quotes = [...answer.text.matchAll(/(.+?) \[(\d+)\](?: |$)/g)].map(([, text = '', number]) => ({
    text,
    number: Number(number),
  }));
  if (
    quotes.some(
      ({ text, number }) => !passages.some((passage) => passage.number === number && passage.text.includes(text)),
    )
  )
    return 'invented';
  if (question.kind === 'unanswerable') return quotes.length === 0 ? 'right' : 'invented';
  return quotes.some(({ text, number }) => number === question.passage && text.includes(question.expect ?? ''))
    ? 'right'
    : 'wrong';
}

function judgeCall({ call }: Question, answer: ExtractAnswer): Verdict {
  if (answer.kind !== 'tool-call') return call ? 'wrong' : 'right';
  const same =
    answer.name === call?.name && JSON.stringify(sorted(answer.arguments)) === JSON.stringify(sorted(call.arguments));
  return same ? 'right' : 'invented';
}

function sorted(values: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(values).toSorted(([left], [right]) => left.localeCompare(right));
}

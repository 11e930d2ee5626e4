import { isDeepStrictEqual } from 'node:util';
import { type CheckConfiguration, type CheckKind } from '../check.ts';
import { type Answer, textAt, valueAt } from './answer.ts';
import { type CheckResult, verdict } from './check-result.ts';
import { fitsSchema } from './schema-check.ts';

const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;

/** Checks that need nothing but the answer. */
const PLAIN = {
  EQUALS: ({ value, path }, { output }) => {
    const found = path === undefined && typeof value === 'string' ? textAt(output, path) : valueAt(output, path ?? '');
    return verdict(
      isDeepStrictEqual(found, value),
      isDeepStrictEqual(found, value)
        ? 'Equal to what was expected.'
        : `Not equal to ${quoted(JSON.stringify(value))}.`,
    );
  },
  CONTAINS: ({ text, path, ignoreCase }, { output }) => {
    const [found, wanted] = [textAt(output, path), text].map((each) => (ignoreCase ? each.toLowerCase() : each));
    const passed = (found ?? '').includes(wanted ?? '');
    return verdict(passed, passed ? `Says ${quoted(text)}.` : `Does not say ${quoted(text)}.`);
  },
  SCHEMA: ({ schema }, { output }) => fitsSchema(schema, output),
  TOOL_CALLED: ({ tool }, { tools }) => {
    const passed = tools.includes(tool);
    return verdict(passed, passed ? `Called ${tool}.` : `Did not call ${tool}.`);
  },
  CITED: ({ minimum }, { citations }) => {
    const found = citations.length;
    return verdict(
      found >= minimum,
      `${found} ${found === 1 ? 'passage' : 'passages'} cited, at least ${minimum} asked.`,
    );
  },
  COST_BELOW: ({ nanoUsd }, { cost }) => {
    if (cost === null) return verdict(false, 'What it cost is not known.');
    return verdict(cost < nanoUsd, `Cost $${(cost / 1e9).toFixed(6)}, to be below $${(nanoUsd / 1e9).toFixed(6)}.`);
  },
  DURATION_BELOW: ({ milliseconds }, { durationMs }) =>
    verdict(durationMs < milliseconds, `Took ${Math.round(durationMs)} ms, to be below ${milliseconds} ms.`),
} as const satisfies { [Kind in CheckKind]?: (configuration: CheckConfiguration<Kind>, answer: Answer) => CheckResult };

export type PlainKind = keyof typeof PLAIN;

export function isPlain(kind: CheckKind): kind is PlainKind {
  return kind in PLAIN;
}

/** @param configuration as `checkedConfiguration` returned it */
export function plainCheck<Kind extends PlainKind>(
  kind: Kind,
  configuration: CheckConfiguration<Kind>,
  answer: Answer,
): CheckResult {
  const run: (configuration: never, answer: Answer) => CheckResult = PLAIN[kind];
  return run(configuration as never, answer);
}

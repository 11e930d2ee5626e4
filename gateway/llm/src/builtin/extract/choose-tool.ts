import type { ChatTool } from '../../wire/chat-request.ts';
import { type Property, propertiesOf } from './property.ts';
import type { Embed } from './rank-sentences.ts';
import { readArguments } from './read-arguments.ts';
import { matchOf, questionTerms, type TextTerms, termsOf } from './terms.ts';

export type ToolChoice =
  | { readonly kind: 'call'; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }
  /** The tool fits, but the request does not say all it needs. */
  | { readonly kind: 'incomplete'; readonly name: string; readonly missing: readonly string[] }
  | { readonly kind: 'none' };

/** Calibrated on bench/extract-questions.json. */
const THRESHOLD = 0.5;

interface Candidate {
  readonly name: string;
  readonly description: string;
  readonly nameTerms: readonly string[];
  readonly about: TextTerms;
  readonly properties: readonly Property[];
}

/**
 * Chooses the tool that a request describes, if there is one, and reads its arguments from the request.
 * @param forced the caller wants a call: the best tool is taken whatever its score
 */
export async function chooseTool(
  request: string,
  tools: readonly ChatTool[],
  forced: boolean,
  embed: Embed,
): Promise<ToolChoice> {
  const candidates = tools.map(toCandidate);
  const [asked, ...vectors] = await embed([request, ...candidates.map(({ description }) => description)]);
  const scored = candidates
    .map((candidate, index) => ({ candidate, score: fit(request, candidate, cosine(asked, vectors[index])) }))
    .toSorted((left, right) => right.score - left.score || left.candidate.name.localeCompare(right.candidate.name));
  const best = scored[0];
  if (best === undefined || (!forced && best.score < THRESHOLD)) return { kind: 'none' };
  const { name, properties } = best.candidate;
  const read = readArguments(request, properties);
  return read.missing.length === 0
    ? { kind: 'call', name, arguments: read.values }
    : { kind: 'incomplete', name, missing: read.missing };
}

function toCandidate({ function: { name, description, parameters } }: ChatTool): Candidate {
  const words = name.replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ').replaceAll(/[_\-.:/]+/g, ' ');
  const properties = propertiesOf(parameters ?? {});
  return {
    name,
    description: description ?? words,
    nameTerms: questionTerms(words).map(({ stem }) => stem),
    about: termsOf([words, description ?? '', ...properties.map(({ label }) => label)].join(' ')),
    properties,
  };
}

/** How well a request matches: the words of the tool's name that it has, its words that the tool's text has, the meaning. */
function fit(request: string, tool: Candidate, similarity: number): number {
  const terms = questionTerms(request);
  const said = termsOf(request);
  const named = share(
    tool.nameTerms.map((stem) =>
      matchOf({ text: stem, stem, meanings: termsOf(stem).meanings, specific: false, weight: 1 }, said),
    ),
  );
  // Names, numbers and quoted words are arguments: no description has them.
  const topical = terms.filter(({ specific }) => !specific);
  const covered = share(topical.map((term) => matchOf(term, tool.about)));
  return 0.4 * named + 0.3 * covered + 0.3 * Math.max(0, similarity);
}

function share(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  if (left === undefined || right === undefined) return 0;
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

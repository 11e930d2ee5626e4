import type { AgentSpec } from './agent-spec.ts';
import type { SpecIssue } from './agent-spec-issue.ts';
import { ARTIFACT_FORMATS } from './artifact-formats.ts';
import { placeholderIssues } from './placeholder-issues.ts';

/** What an agent produces fits its kind, and its files have names of their own. */
export function checkProduces(
  { kind, produces, outputs }: Pick<AgentSpec, 'kind' | 'produces' | 'outputs'>,
  inputs: readonly string[],
): SpecIssue[] {
  const isProducer = kind === 'PRODUCER';
  if (!isProducer && produces !== undefined) {
    const message = `Only an agent of kind PRODUCER makes files by "produces", and this one is of kind ${kind}.`;
    return [{ code: 'WRONG_VALUE', path: ['produces'], message, hint: 'Remove it, or set kind to PRODUCER.' }];
  }
  if (!isProducer) return [];
  const files = Object.entries(produces?.artifacts ?? {});
  if (files.length === 0) {
    const message = 'An agent of kind PRODUCER makes files, and "produces.artifacts" names none.';
    const hint = 'Add one, for example "report": { "name": "Report", "format": "MARKDOWN" }.';
    return [{ code: 'REQUIRED', path: ['produces', 'artifacts'], message, hint }];
  }
  const paints = files.some(([, { format }]) => format === 'IMAGE');
  return [
    ...(outputs === undefined ? [] : [OUTPUTS]),
    ...(paints && produces?.image === undefined ? [NO_PAINTER] : []),
    ...files.flatMap(([key, file]) => [...checkFile(key, file), ...checkPrompt(key, file)]),
  ];

  function checkPrompt(key: string, { format, prompt }: (typeof files)[number][1]): SpecIssue[] {
    const path = ['produces', 'artifacts', key, 'prompt'];
    if (prompt !== undefined && format !== 'IMAGE') {
      const message = `Only an image has a prompt of its own, and this file is of format ${format}.`;
      return [{ code: 'WRONG_VALUE', path, message, hint: 'Say it in the instructions, and remove it here.' }];
    }
    if (prompt === undefined && format === 'IMAGE') {
      const hint = 'Add one, for example "prompt": "A calm cover about {{ inputs.topic }}".';
      return [{ code: 'REQUIRED', path, message: 'Nothing says what is on the image.', hint }];
    }
    return prompt === undefined ? [] : placeholderIssues(prompt, inputs, path);
  }

  function checkFile(key: string, { name, format }: (typeof files)[number][1]): SpecIssue[] {
    const path = ['produces', 'artifacts', key, 'name'];
    const { extension } = ARTIFACT_FORMATS[format];
    const [first] = files.find(
      ([, other]) => other.name === name && ARTIFACT_FORMATS[other.format].extension === extension,
    ) ?? [key];
    const same: SpecIssue[] =
      first === key
        ? []
        : [
            {
              code: 'DUPLICATE',
              path,
              message: `"${first}" is called ${name}.${extension}, too.`,
              hint: 'Give each file a name of its own.',
            },
          ];
    return [...same, ...placeholderIssues(name, inputs, path)];
  }
}

const NO_PAINTER: SpecIssue = {
  code: 'REQUIRED',
  path: ['produces', 'image'],
  message: 'An image is painted by a model, and "produces.image" names none.',
  hint: 'Add "image": { "model": "<provider>/<name>" } with a model of the capability IMAGES.',
};

const OUTPUTS: SpecIssue = {
  code: 'WRONG_VALUE',
  path: ['outputs'],
  message: 'The output of an agent of kind PRODUCER is the list of its files.',
  hint: 'Remove "outputs".',
};

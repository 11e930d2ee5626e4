import { z } from 'zod';
import { ARTIFACT_FORMATS, type ArtifactFormat } from './artifact-formats.ts';
import { stableId } from './spec-keys.ts';

/** The name of a file without its extension. What a path is made of has no place in it. */
export const artifactName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\:*?"<>|\p{Cc}.][^/\\:*?"<>|\p{Cc}]*$/u, 'must be a plain name: no path, no leading dot')
  .describe('Name of the file without its extension. `{{ inputs.name }}` looks up an input.');

export const artifactFormat = z.enum(Object.keys(ARTIFACT_FORMATS) as [ArtifactFormat, ...ArtifactFormat[]]);

/** What a PRODUCER writes: one document, as one file or several. */
export const producesPart = z.strictObject({
  artifacts: z
    .record(stableId, z.strictObject({ name: artifactName, format: artifactFormat }))
    .describe('The files, by a stable key. A file of the same name is a new version of it.'),
  titlePage: z
    .boolean()
    .default(false)
    .describe('Title and summary stand on a page of their own, where the format has pages.'),
  tone: z.string().min(1).max(300).optional().describe('How it is written, for example "plain and friendly".'),
  sections: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(200),
        about: z.string().min(1).max(1_000).optional().describe('What stands in it.'),
      }),
    )
    .max(30)
    .default([])
    .describe('Headings of the first level, in this order; without them the model chooses.'),
});

export type Produces = z.output<typeof producesPart>;

import { z } from 'zod';
import { ARTIFACT_FORMATS, type ArtifactFormat, DOCUMENT_FORMATS, type DocumentFormat } from './artifact-formats.ts';
import { modelSlug, stableId } from './spec-keys.ts';

/** The name of a file without its extension. What a path is made of has no place in it. */
export const artifactName = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\\:*?"<>|\p{Cc}.][^/\\:*?"<>|\p{Cc}]*$/u, 'must be a plain name: no path, no leading dot')
  .describe('Name of the file without its extension. `{{ inputs.name }}` looks up an input.');

export const documentFormat = z.enum(Object.keys(DOCUMENT_FORMATS) as [DocumentFormat, ...DocumentFormat[]]);
const artifactFormat = z.enum(Object.keys(ARTIFACT_FORMATS) as [ArtifactFormat, ...ArtifactFormat[]]);

const artifactPart = z.strictObject({
  name: artifactName,
  format: artifactFormat,
  prompt: z
    .string()
    .min(1)
    .max(4_000)
    .optional()
    .describe('IMAGE: what is on it. `{{ inputs.name }}` looks up an input.'),
});

/** What a PRODUCER makes: one document, as one file or several, and images and sound beside it. */
export const producesPart = z.strictObject({
  artifacts: z
    .record(stableId, artifactPart)
    .describe('The files, by a stable key. A file of the same name is a new version of it.'),
  image: z
    .strictObject({
      model: modelSlug.describe('Model with the capability IMAGES.'),
      size: z.enum(['1024x1024', '1536x1024', '1024x1536']).default('1024x1024'),
    })
    .optional()
    .describe('What paints files of format IMAGE.'),
  speech: z
    .strictObject({
      model: modelSlug.describe('Model with the capability SPEECH.'),
      voices: z
        .array(z.string().min(1).max(100))
        .min(1)
        .max(8)
        .default(['alloy', 'onyx'])
        .describe("Names of the model's voices, for the speakers in the order in which they begin."),
    })
    .optional()
    .describe('What speaks the script of files of format AUDIO. Without it they are made as scripts.'),
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

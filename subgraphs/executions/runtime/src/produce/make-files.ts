import type { Produces } from '@aether/schema';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { Journal } from '../journal.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { makeArtifact } from './make-artifact.ts';
import { makeImage } from './make-image.ts';
import { makeSound } from './make-sound.ts';
import type { WrittenDocument } from './write-document.ts';

export interface MadeFiles {
  readonly made: readonly ArtifactFacts[];
  /** What could not be made, and why; people read it in the answer. */
  readonly notes: readonly string[];
}

const NO_SPEECH =
  'This agent names no speech model. Name one with the capability SPEECH in "produces.speech", and run it again.';

/**
 * Makes each file that the agent produces, in their order. A sound that no model speaks, or that takes more steps than are left, becomes its script, and a note says so.
 * @param written null = there is nothing but images
 */
export async function makeFiles(
  journal: Journal,
  parts: RuntimeParts,
  { artifacts, titlePage, image, speech }: Produces,
  written: WrittenDocument | null,
): Promise<MadeFiles> {
  const made: ArtifactFacts[] = [];
  const notes: string[] = [];
  for (const [key, file] of Object.entries(artifacts)) {
    const name = renderInstructions(file.name, journal.run.input);
    if (file.format === 'IMAGE') {
      if (image === undefined) throw new Error('A checked specification names a model for its images.');
      const prompt = renderInstructions(file.prompt ?? '', journal.run.input);
      made.push(await makeImage(journal, parts, { key, name, prompt, painter: image }));
      continue;
    }
    if (written === null) throw new Error('Files other than images are made of a document.');
    const { document, sources } = written;
    if (file.format !== 'AUDIO') {
      made.push(await makeArtifact(journal, parts, { key, name, format: file.format, document, sources, titlePage }));
      continue;
    }
    const sound =
      speech === undefined
        ? { lacking: NO_SPEECH }
        : await makeSound(journal, parts, { key, name, document, speaker: speech });
    if ('artifact' in sound) {
      made.push(sound.artifact);
      continue;
    }
    notes.push(`Not spoken: ${name}. ${sound.lacking}`);
    const hasScript = Object.values(artifacts).some((other) => other.format === 'SCRIPT');
    if (!hasScript)
      made.push(await makeArtifact(journal, parts, { key, name, format: 'SCRIPT', document, sources, titlePage }));
  }
  return { made, notes };
}

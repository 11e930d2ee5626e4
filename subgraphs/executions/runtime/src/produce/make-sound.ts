import { ARTIFACT_FORMATS, type Produces } from '@aether/schema';
import { createHash } from 'node:crypto';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { ProducedDocument } from '../artifacts/document.ts';
import { fileName } from '../artifacts/file-name.ts';
import { isMp3 } from '../artifacts/media-type.ts';
import { MediaInvalidError, OutputInvalidError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import { inParallel } from '../loop/in-parallel.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { callMedia } from './call-media.ts';
import { keepFile } from './keep-file.ts';
import { type SpeechPart, speechParts } from './speech-parts.ts';

export interface SoundTask {
  readonly key: string;
  /** As people named it; look-ups are filled in. */
  readonly name: string;
  readonly document: ProducedDocument;
  readonly speaker: NonNullable<Produces['speech']>;
}

/** The file; or why it could not be spoken, before anything was paid for it. */
export type Sound = { readonly artifact: ArtifactFacts } | { readonly lacking: string };

/** The step that keeps it. */
const THE_FILE = 1;

/**
 * Lets a model speak the script of a document, a paid step for each part, and keeps what it spoke as one file.
 * @throws OutputInvalidError, MediaInvalidError
 */
export async function makeSound(journal: Journal, parts: RuntimeParts, task: SoundTask): Promise<Sound> {
  const { key, document } = task;
  const { model, voices } = task.speaker;
  const spoken = speechParts(document, voices);
  const sounds: Buffer[] = [];
  const [first, ...others] = spoken.map((part, index) => ({ part, index }));
  if (first === undefined) throw new OutputInvalidError(journal.run.spec.model.primary, ['the script has no words']);
  const keyOf = (index: number): string => `speech:${key}/${index}`;
  if (!journal.hasRoomFor([...spoken.keys()].map(keyOf), THE_FILE)) return { lacking: tooManyParts(spoken.length) };
  // The first part says whether there is such a model; only then the others go out.
  const lacking = await speak(first);
  if (lacking !== null) return { lacking };
  await inParallel(others, journal.run.spec.limits.parallelToolCalls, async (one) => {
    const gone = await speak(one);
    if (gone !== null) throw new MediaInvalidError(model, 'every part of the script spoken');
  });
  const body = Buffer.concat(sounds);
  const { kind, mimeType, extension } = ARTIFACT_FORMATS.AUDIO;
  const artifact = await keepFile(journal, parts, {
    key,
    name: fileName(task.name, extension),
    kind,
    format: 'AUDIO',
    mimeType,
    input: { parts: spoken.length, sha256: createHash('sha256').update(body).digest('hex') },
    body: async () => body,
  });
  return { artifact };

  async function speak({ part, index }: { part: SpeechPart; index: number }): Promise<string | null> {
    const answer = await callMedia(journal, parts, {
      key: keyOf(index),
      name: `Speak ${index + 1} of ${spoken.length}`,
      model,
      text: part.text,
      settings: { voice: part.voice },
      async ask(client, options) {
        const response = await client.audio.speech.create(
          { model, voice: part.voice, input: part.text, response_format: 'mp3' },
          options,
        );
        const base64 = Buffer.from(await response.arrayBuffer()).toString('base64');
        return { base64, promptTokens: 0, completionTokens: 0, headers: response.headers };
      },
    });
    if ('lacking' in answer) return answer.lacking;
    const sound = Buffer.from(answer.base64 ?? '', 'base64');
    if (!isMp3(sound)) throw new MediaInvalidError(model, 'a sound as MP3');
    sounds[index] = sound;
    return null;
  }
}

function tooManyParts(count: number): string {
  return `Its script is spoken in ${count} parts, and the run has fewer steps left. Raise "limits.steps" of the agent, or let it write fewer turns.`;
}

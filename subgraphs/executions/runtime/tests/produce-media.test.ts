import { createLogger } from '@aether/common/service';
import type { AgentSpecInput } from '@aether/schema';
import { mediaModel, type MediaModelOptions, mp3, PNG } from '@aether/test-support';
import { OpenAI } from 'openai';
import { describe, expect, test } from 'vitest';
import { speechParts } from '../src/produce/speech-parts.ts';
import { executeAgent, type RuntimeParts } from '../src/index.ts';
import { memoryArtifacts } from './memory-artifacts.ts';
import { type JournalOptions, memoryJournal } from './memory-journal.ts';
import { renderDocument } from '../src/artifacts/render-document.ts';

type Produces = NonNullable<AgentSpecInput['produces']>;

const TURNS = [
  { speaker: 'Ana', text: 'How far does an owl turn its head? [1]' },
  { speaker: 'Ben', text: 'By 270 degrees.' },
  { speaker: 'Ana', text: 'Thank you.' },
];
const IMAGE: Produces = {
  artifacts: { cover: { name: 'Cover of {{ inputs.topic }}', format: 'IMAGE', prompt: 'A calm {{ inputs.topic }}' } },
  image: { model: 'acme/painter', size: '1536x1024' },
};
const PODCAST: Produces = {
  artifacts: { sound: { name: 'On {{ inputs.topic }}', format: 'AUDIO' } },
  speech: { model: 'acme/voice', voices: ['low', 'high'] },
};

/** The chat model writes the script; what paints and speaks is the wire of the gateway. */
function world(produces: Produces, media: MediaModelOptions = {}, options: JournalOptions = {}) {
  const content = JSON.stringify({ title: 'Owls', summary: '', blocks: [{ type: 'script', turns: TURNS }] });
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'acme/writer' };
  let chats = 0;
  const model = mediaModel({
    chat: async () => {
      chats += 1;
      const choices = [{ index: 0, delta: { content }, finish_reason: 'stop' }];
      const headers = { 'content-type': 'text/event-stream' };
      return new Response(`data: ${JSON.stringify({ ...chunk, choices })}\n\ndata: [DONE]\n\n`, { headers });
    },
    ...media,
  });
  const artifacts = memoryArtifacts();
  const parts: RuntimeParts = {
    searchKnowledge: async () => ({ passages: [], partial: false }),
    modelClient: () =>
      new OpenAI({ apiKey: 'test', baseURL: 'http://llm.internal/v1', maxRetries: 0, fetch: model.fetch }),
    tools: { call: () => Promise.reject(new Error('This agent has no tools.')) },
    agents: { run: () => Promise.reject(new Error('This agent calls no other.')) },
    artifacts,
    renderDocument,
    egress: { open: () => () => Promise.reject(new Error('This agent calls no address.')) },
    commands: { run: () => Promise.reject(new Error('This agent runs no program.')) },
    logger: createLogger('test', { level: 'silent' }),
  };
  const journal = memoryJournal({
    input: { topic: 'owls' },
    ...options,
    spec: {
      kind: 'PRODUCER',
      inputs: { type: 'object', properties: { topic: { type: 'string' } } },
      model: { primary: 'acme/writer' },
      produces,
      ...options.spec,
    },
  });
  const textOf = (name: string): string => new TextDecoder().decode(artifacts.bytes.get(name));
  return {
    journal,
    asked: model.asked,
    chats: () => chats,
    artifacts,
    textOf,
    run: () => executeAgent(journal, parts),
  };
}

describe('an image', () => {
  test('is painted from its prompt, costs what the gateway says, and no text is written for it', async () => {
    const { run, asked, chats, artifacts, journal } = world(IMAGE);
    expect(await run()).toMatchObject({
      text: 'Made: Cover of owls.png.',
      output: { artifacts: [{ name: 'Cover of owls.png', kind: 'IMAGE', mimeType: 'image/png', version: 1 }] },
    });
    expect(asked).toEqual([
      {
        path: '/v1/images/generations',
        body: { model: 'acme/painter', prompt: 'A calm owls', n: 1, size: '1536x1024', response_format: 'b64_json' },
      },
    ]);
    expect([chats(), journal.spent(), journal.ran]).toEqual([0, 7, ['image:cover', 'artifact:cover']]);
    expect(Buffer.from(artifacts.bytes.get('Cover of owls.png') ?? [])).toEqual(PNG);
  });

  test('is named by what it is, not by what was expected', async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]).toString('base64');
    const { run } = world(IMAGE, { image: jpeg });
    expect(await run()).toMatchObject({
      output: { artifacts: [{ name: 'Cover of owls.jpg', mimeType: 'image/jpeg' }] },
    });
  });

  test.for([
    ['a drawing that can hold scripts', Buffer.from('<svg onload="alert(1)"/>').toString('base64')],
    ['nothing', ''],
  ])('is refused when it is %s: paid once, kept never', async ([, image]) => {
    const { run, journal, artifacts } = world(IMAGE, { image: image ?? '' });
    await expect(run()).rejects.toMatchObject({ code: 'MODEL_INCAPABLE', retryable: false });
    const again = world(IMAGE, {}, { done: journal.done });
    await expect(again.run()).rejects.toMatchObject({ code: 'MODEL_INCAPABLE' });
    expect([artifacts.stored, again.artifacts.stored, again.asked.length]).toEqual([0, 0, 0]);
  });

  test('fails with what to do when there is no such model', async () => {
    const { run, journal } = world(IMAGE, { refuse: () => 'MODEL_NOT_FOUND' });
    await expect(run()).rejects.toMatchObject({ code: 'MODEL_INCAPABLE', hint: expect.stringContaining('IMAGES') });
    expect(journal.failed).toEqual(['image:cover']);
  });

  test('is not asked for when the budget is spent', async () => {
    const { run, asked } = world(IMAGE, {}, { budget: 10, spent: 10 });
    await expect(run()).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(asked).toEqual([]);
  });
});

describe('a podcast', () => {
  test('is spoken turn by turn, each speaker by one voice, and is one file', async () => {
    const { run, asked, textOf, journal } = world(PODCAST);
    expect(await run()).toMatchObject({
      text: 'Owls\n\nMade: On owls.mp3.',
      output: { artifacts: [{ name: 'On owls.mp3', kind: 'AUDIO', mimeType: 'audio/mpeg' }] },
    });
    const spoken = ['low: How far does an owl turn its head?', 'high: By 270 degrees.', 'low: Thank you.'];
    expect(asked.map(({ body }) => `${body['voice']}: ${body['input']}`)).toEqual(spoken);
    expect(textOf('On owls.mp3')).toBe(spoken.map((part) => `ID3 ${part}\n`).join(''));
    // Speech is answered without a price.
    expect([journal.spent(), journal.unpriced]).toEqual([0, true]);
  });

  test('that broke off goes on behind the part that was paid', async () => {
    const first = world(PODCAST, { refuse: ({ body }) => (body['voice'] === 'high' ? 'PROVIDER_UNAVAILABLE' : null) });
    await expect(first.run()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    const paid = first.asked.filter(({ body }) => body['voice'] === 'low').length;
    const again = world(PODCAST, {}, { done: first.journal.done });
    await again.run();
    expect([again.chats(), again.asked.length]).toEqual([0, 3 - paid]);
    expect(again.textOf('On owls.mp3')).toBe(
      [mp3('low', 'How far does an owl turn its head?'), mp3('high', 'By 270 degrees.'), mp3('low', 'Thank you.')].join(
        '',
      ),
    );
  });

  test('without a speech model is its script, and says so', async () => {
    const { speech: _, ...silent } = PODCAST;
    const { run, asked, textOf } = world(silent);
    const note = 'Not spoken: On owls. This agent names no speech model.';
    expect(await run()).toMatchObject({
      text: expect.stringContaining(note),
      output: { artifacts: [{ name: 'On owls.script.md', kind: 'SCRIPT' }], notes: [expect.stringContaining(note)] },
    });
    expect(textOf('On owls.script.md')).toContain('**Ben:** By 270 degrees.');
    expect(asked).toEqual([]);
  });

  test.for(['MODEL_NOT_FOUND', 'MODEL_INCAPABLE', 'MODEL_GONE'])(
    'whose speech model answers %s is its script, asks once, and a resume asks no more',
    async (code) => {
      const { run, asked, journal } = world(PODCAST, { refuse: () => code });
      const outcome = await run();
      expect(outcome).toMatchObject({
        output: { artifacts: [{ kind: 'SCRIPT' }], notes: [expect.stringContaining(code)] },
      });
      expect([asked.length, journal.failed]).toEqual([1, ['speech:sound/0']]);
      const again = world(PODCAST, {}, { done: journal.done });
      expect((await again.run()).text).toBe(outcome.text);
      expect(again.asked).toEqual([]);
    },
  );

  test('with more parts than steps left is its script, says so, and nothing is paid; one that fits is spoken', async () => {
    // The script, three parts, the file.
    const limits = (steps: number): JournalOptions => ({ spec: { limits: { steps } } });
    const short = world(PODCAST, {}, limits(4));
    const outcome = await short.run();
    expect(outcome).toMatchObject({
      output: { artifacts: [{ kind: 'SCRIPT' }], notes: [expect.stringContaining('spoken in 3 parts')] },
    });
    expect(short.asked).toEqual([]);
    const again = world(PODCAST, {}, { ...limits(4), done: short.journal.done });
    expect((await again.run()).text).toBe(outcome.text);
    expect(await world(PODCAST, {}, limits(5)).run()).toMatchObject({ output: { artifacts: [{ kind: 'AUDIO' }] } });
  });

  test('with a script of its own makes no second one', async () => {
    const artifacts = { ...PODCAST.artifacts, script: { name: 'Script', format: 'SCRIPT' as const } };
    const { run } = world({ artifacts });
    expect(await run()).toMatchObject({ output: { artifacts: [{ name: 'Script.script.md' }] } });
  });

  test('that is no MP3 is refused', async () => {
    const { run, artifacts } = world(PODCAST, { sound: () => Buffer.from('RIFF....WAVE') });
    await expect(run()).rejects.toMatchObject({ code: 'MODEL_INCAPABLE', message: expect.stringContaining('MP3') });
    expect(artifacts.stored).toBe(0);
  });
});

test('long turns are cut between sentences, and short ones of one voice are one part', () => {
  const sentence = `${'word '.repeat(399)}end. `;
  const turns = [
    { speaker: 'A', text: sentence.repeat(3) },
    { speaker: 'B', text: 'x'.repeat(5_000) },
    { speaker: 'C', text: 'One.' },
    { speaker: 'C', text: 'Two.' },
  ];
  const parts = speechParts({ title: '', summary: '', blocks: [{ type: 'script', turns }] }, ['v', 'w']);
  expect(parts.map(({ voice, text }) => [voice, text.length])).toEqual([
    ['v', 3_999],
    ['v', 1_999],
    ['w', 2_000],
    ['w', 3_001],
    ['v', 'One.\nTwo.'.length],
  ]);
  expect(parts[0]?.text.endsWith('end.')).toBe(true);
});

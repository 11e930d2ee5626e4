import { describe, expect, test } from 'vitest';
import { blocksOfText } from '../src/artifacts/blocks-of-text.ts';
import { flowWorld, sequence } from './flow-world.ts';

describe('a node of type artifact', () => {
  test('makes a file of what a model wrote, and tells which', async () => {
    const flow = sequence(
      {
        draft: { type: 'model', prompt: '"Write"' },
        keep: {
          type: 'artifact',
          file: 'On {{ inputs.question }}',
          format: 'HTML',
          content: 'nodes.draft.output.text',
        },
      },
      'nodes.keep.output.name',
    );
    const world = flowWorld(flow, {
      answers: [{ text: '## Facts\nOne <b>.\n\n- a\n- b' }],
      input: { question: 'a/b' },
      spec: { inputs: { type: 'object', properties: { question: { type: 'string' } } } },
    });
    expect(await world.run()).toMatchObject({ text: 'On a b.html' });
    expect(world.journal.ran).toContain('keep/artifact:file');
    const html = new TextDecoder().decode(world.artifacts.bytes.get('On a b.html'));
    expect(html).toContain('<h3>Facts</h3>\n<p>One &lt;b&gt;.</p>\n<ul><li>a</li><li>b</li></ul>');
  });

  test('makes a table of a list of objects', async () => {
    const content = '[{"name": "=a", "sum": 1}, {"name": "b", "more": true}]';
    const flow = sequence(
      { keep: { type: 'artifact', file: 'Sums', format: 'CSV', content } },
      'nodes.keep.output.name',
    );
    const world = flowWorld(flow);
    await world.run();
    const csv = new TextDecoder().decode(world.artifacts.bytes.get('Sums.csv'));
    expect(csv).toBe("name,sum,more\r\n'=a,1,\r\nb,,true\r\n");
  });

  test.for([
    ['a number', '1', 'MARKDOWN', 'a text, a list or an object'],
    ['a text where a table is needed', '"words"', 'XLSX', 'something with a table, for XLSX'],
  ] as const)('fails for %s, and keeps nothing', async ([, content, format, expected]) => {
    const flow = sequence({ keep: { type: 'artifact', file: 'File', format, content } }, '"x"');
    const world = flowWorld(flow);
    await expect(world.run()).rejects.toMatchObject({ message: expect.stringContaining(expected) });
    expect(world.artifacts.stored).toBe(0);
  });
});

test('headings, lists and tables of a text are told from paragraphs', () => {
  const text = [
    '# Title #',
    'Words\nin two lines.',
    '1. one\n   goes on\n2. two',
    'Before:\n- a\n- b',
    '| A | B |\n|---|:-:|\n| x \\| y | |\n| z |',
    '#hashtag',
  ].join('\n\n');
  expect(blocksOfText(text)).toEqual([
    { type: 'heading', level: 1, text: 'Title' },
    { type: 'paragraph', text: 'Words\nin two lines.' },
    { type: 'list', ordered: true, items: ['one goes on', 'two'] },
    { type: 'paragraph', text: 'Before:' },
    { type: 'list', ordered: false, items: ['a', 'b'] },
    {
      type: 'table',
      title: '',
      columns: ['A', 'B'],
      rows: [
        ['x | y', ''],
        ['z', ''],
      ],
    },
    { type: 'paragraph', text: '#hashtag' },
  ]);
});

test('a line of a hundred thousand marks or spaces is read at once', () => {
  const began = performance.now();
  for (const line of [`# ${'#'.repeat(100_000)}x`, `# x${' '.repeat(100_000)}y`, `|${' |'.repeat(100_000)}x`])
    expect(blocksOfText(line)).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(2_000);
});

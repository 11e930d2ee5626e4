import { producerTemplate } from './producer-template.ts';

export const researchBrief = producerTemplate({
  slug: 'research-brief',
  name: 'Research brief',
  useCase: 'research',
  description:
    'Answers a research question from your sources and cites its sources; without any it says so and writes nothing.',
  instructions:
    'Write a research brief on the question from the passages only. Cite every statement. Say where sources disagree and what they do not answer.',
  inputs: {
    question: { type: 'string', title: 'Research question', minLength: 1, maxLength: 20_000 },
  },
  knowledge: { sources: { notebook: 'research', topK: 12, citations: 'REQUIRED' } },
  produces: {
    artifacts: {
      brief: { name: 'Research brief', format: 'PDF' },
      text: { name: 'Research brief', format: 'MARKDOWN' },
    },
    titlePage: true,
    tone: 'scholarly and plain',
    sections: [
      { title: 'Answer', about: 'Three to five sentences.' },
      { title: 'Evidence', about: 'What the sources say, by topic.' },
      { title: 'Disagreements and gaps', about: 'Where sources differ or are silent.' },
    ],
  },
  example: {
    input: {
      question: 'Does remote work change how fast tickets are solved?',
    },
    answer: [
      '# Remote work and tickets',
      '',
      'Sources disagree: one finds 8 percent, one finds none.',
      '',
      '## Answer',
      '',
      'One study finds that remote teams closed tickets 8 percent faster over twelve months. [1] Another finds no difference. [2]',
      '',
      '## Evidence',
      '',
      '- Study A measured twelve months. [1]',
      '- Study B compared the time to resolution. [2]',
      '',
      '## Disagreements and gaps',
      '',
      'The studies differ in what they find. [1] [2] Neither says why.',
      '',
      '## Sources',
      '',
      '- [1] Study A, page 11',
      '- [2] Study B, page 3',
    ],
  },
});

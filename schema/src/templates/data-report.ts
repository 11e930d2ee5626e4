import { producerTemplate } from './producer-template.ts';

export const dataReport = producerTemplate({
  slug: 'data-report',
  name: 'Data report',
  useCase: 'analytics',
  description: 'Reads a small table of figures and reports what stands out, with the figures beside it.',
  instructions:
    'Report on the given data. Repeat figures exactly as they are given and compute only sums, differences and shares; show how each was computed. ' +
    'Say what stands out and what the data cannot tell.',
  inputs: {
    topic: { type: 'string', title: 'Topic', minLength: 1, maxLength: 200 },
    data: { type: 'string', title: 'Figures, for example as CSV', minLength: 1, maxLength: 60_000 },
  },
  produces: {
    artifacts: {
      report: { name: 'Report on {{ inputs.topic }}', format: 'PDF' },
      figures: { name: 'Figures of {{ inputs.topic }}', format: 'XLSX' },
    },
    titlePage: true,
    tone: 'factual',
    sections: [
      { title: 'What stands out', about: 'At most five findings.' },
      { title: 'Figures', about: 'One or more tables.' },
      { title: 'Limits', about: 'What the data cannot tell.' },
    ],
  },
  example: {
    input: {
      topic: 'Visits',
      data: 'month,visits\nJan,1200\nFeb,1500',
    },
    answer: [
      '# Visits rose in February',
      '',
      '1,500 after 1,200: 25 percent more.',
      '',
      '## What stands out',
      '',
      '- February has 300 visits more than January: 1500 − 1200 = 300.',
      '- That is 25 percent: 300 / 1200 = 0.25.',
      '',
      '## Figures',
      '',
      '**Visits by month**',
      '',
      '| Month | Visits |',
      '| --- | --- |',
      '| Jan | 1200 |',
      '| Feb | 1500 |',
      '| Sum | 2700 |',
      '',
      '## Limits',
      '',
      'Two months say nothing about a trend.',
    ],
  },
});

import { producerTemplate } from './producer-template.ts';

export const podcast = producerTemplate({
  slug: 'podcast',
  name: 'Podcast',
  useCase: 'communication',
  description: 'Turns material into a script for two voices, and speaks it where a speech model is connected.',
  instructions:
    'Write a podcast script for two hosts, Ana and Ben, from the material. Short turns, everyday words, no claim that the material does not make. ' +
    'Put all turns into one block of type script.',
  inputs: {
    topic: { type: 'string', title: 'Topic', minLength: 1, maxLength: 200 },
    material: { type: 'string', title: 'Material', minLength: 1, maxLength: 60_000 },
  },
  // Each turn is spoken by a step of its own.
  limits: { steps: 120 },
  produces: {
    artifacts: {
      script: { name: 'Podcast on {{ inputs.topic }}', format: 'SCRIPT' },
      sound: { name: 'Podcast on {{ inputs.topic }}', format: 'AUDIO' },
    },
    titlePage: false,
    tone: 'lively',
    sections: [{ title: 'Script', about: 'Opening, three topics, closing.' }],
  },
  example: {
    input: {
      topic: 'Owls',
      material: 'Owls turn their heads by 270 degrees. They cannot move their eyes.',
    },
    answer: [
      '# Owls',
      '',
      'Why owls turn their heads.',
      '',
      '## Script',
      '',
      '**Ana:** Ben, how far does an owl turn its head?',
      '',
      '**Ben:** By 270 degrees. It has to: its eyes do not move.',
      '',
      '**Ana:** Thank you for listening.',
    ],
  },
});

import { producerTemplate } from './producer-template.ts';

export const trainingQuiz = producerTemplate({
  slug: 'training-quiz',
  name: 'Training quiz',
  useCase: 'learning',
  description: 'Makes questions and answers from a text, for learning programs and flash cards.',
  instructions:
    'Make questions with answers from the material, from easy to hard. Each answer stands in the material. No trick questions. ' +
    'Put them into one block of type questions.',
  inputs: {
    topic: { type: 'string', title: 'Topic', minLength: 1, maxLength: 200 },
    material: { type: 'string', title: 'Text to learn', minLength: 1, maxLength: 60_000 },
  },
  produces: {
    artifacts: {
      quiz: { name: 'Quiz on {{ inputs.topic }}', format: 'QUESTIONS_JSON' },
      cards: { name: 'Cards on {{ inputs.topic }}', format: 'QUESTIONS_CSV' },
      handout: { name: 'Handout on {{ inputs.topic }}', format: 'PDF' },
    },
    titlePage: false,
    tone: 'encouraging',
    sections: [
      { title: 'What to know', about: 'The most important points.' },
      { title: 'Questions', about: 'All questions with their answers.' },
    ],
  },
  example: {
    input: {
      topic: 'Fire safety',
      material: 'Use the stairs, never the lift. The meeting point is the car park.',
    },
    answer: [
      '# Fire safety',
      '',
      'Stairs, not lifts; meet at the car park.',
      '',
      '## What to know',
      '',
      '- Use the stairs.',
      '- The meeting point is the car park.',
      '',
      '## Questions',
      '',
      '**Which way out do you take?**',
      '',
      'The stairs, never the lift.',
      '',
      '**Where do you meet?**',
      '',
      'At the car park.',
    ],
  },
});

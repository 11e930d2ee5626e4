import { producerTemplate } from './producer-template.ts';

export const rfpAnswer = producerTemplate({
  slug: 'rfp-answer',
  name: 'RFP answer',
  useCase: 'sales',
  description: 'Answers the questions of a tender from your own facts, and marks what nobody has answered yet.',
  instructions:
    'Answer each question of the request for proposal from the passages only, and cite them. Where the passages hold no answer, write ' +
    '"To be answered" and name who could know. Put all questions with their answers into one block of type questions.',
  inputs: {
    customer: { type: 'string', title: 'Customer', minLength: 1, maxLength: 200 },
    questions: { type: 'string', title: 'Questions of the request', minLength: 1, maxLength: 60_000 },
  },
  knowledge: { facts: { notebook: 'company-facts', topK: 12 } },
  produces: {
    artifacts: {
      answer: { name: 'Answer to {{ inputs.customer }}', format: 'DOCX' },
      list: { name: 'Questions of {{ inputs.customer }}', format: 'QUESTIONS_CSV' },
    },
    titlePage: true,
    tone: 'confident and honest',
    sections: [
      { title: 'Summary for the customer', about: 'One paragraph.' },
      { title: 'Answers', about: 'All questions in their order.' },
      { title: 'Still open', about: 'What nobody has answered yet.' },
    ],
  },
  example: {
    input: {
      customer: 'Hafen AG',
      questions: '1. Where is data stored? 2. Do you have ISO 27001?',
    },
    answer: [
      '# Answer to Hafen AG',
      '',
      'One question is still open.',
      '',
      '## Summary for the customer',
      '',
      'Your data stays in Frankfurt. [1]',
      '',
      '## Answers',
      '',
      '**Where is data stored?**',
      '',
      'In Frankfurt. [1]',
      '',
      '**Do you have ISO 27001?**',
      '',
      'To be answered',
      '',
      '## Still open',
      '',
      '- ISO 27001: ask the security officer',
      '',
      '## Sources',
      '',
      '- [1] Company facts, page 1',
    ],
  },
});

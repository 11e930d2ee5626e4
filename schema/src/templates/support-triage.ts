import { producerTemplate } from './producer-template.ts';

export const supportTriage = producerTemplate({
  slug: 'support-triage',
  name: 'Support triage',
  useCase: 'support',
  description: 'Sorts a support request by urgency and area, and drafts the first answer from your handbook.',
  instructions:
    'Triage a support request. Say how urgent it is (P1 outage, P2 broken, P3 question, P4 wish), which area it belongs to and what is missing. ' +
    'Draft a first answer to the customer from the passages only, and cite them.',
  inputs: {
    request: { type: 'string', title: 'Request of the customer', minLength: 1, maxLength: 20_000 },
  },
  knowledge: { handbook: { notebook: 'support-handbook', topK: 12 } },
  produces: {
    artifacts: {
      ticket: { name: 'Triage', format: 'MARKDOWN' },
      fields: { name: 'Ticket fields', format: 'CSV' },
    },
    titlePage: false,
    tone: 'friendly and precise',
    sections: [
      { title: 'Assessment', about: 'Urgency, area and why; a table with the columns Field and Value.' },
      { title: 'Missing facts', about: 'What to ask the customer.' },
      { title: 'Draft answer', about: 'Friendly, without promises.' },
    ],
  },
  example: {
    input: {
      request: 'Since this morning nobody in our Lyon office can sign in. Error 1042.',
    },
    answer: [
      '# Sign-in fails in Lyon',
      '',
      'P1: a whole office cannot sign in.',
      '',
      '## Assessment',
      '',
      'Nobody in the office can sign in, so it is an outage. Error 1042 points to the sign-in service of the region. [1]',
      '',
      '**Ticket**',
      '',
      '| Field | Value |',
      '| --- | --- |',
      '| Urgency | P1 outage |',
      '| Area | Sign-in |',
      '| Site | Lyon |',
      '',
      '## Missing facts',
      '',
      '- Time of the first failure [1]',
      '- Whether other offices are affected',
      '',
      '## Draft answer',
      '',
      'Thank you for telling us. Error 1042 says that the sign-in service of your region could not be reached. [1] When did the first sign-in fail?',
      '',
      '## Sources',
      '',
      '- [1] Support handbook, page 4',
    ],
  },
});

// A template that works without a key, and one that makes files and lacks its notebook.

const inputs = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });

const needs = (notebook: string) => ({
  kind: 'NOTEBOOK',
  slug: notebook,
  name: notebook,
  satisfied: false,
  reason: `There is no notebook "${notebook}" that you can see.`,
});

export const templates = [
  {
    id: 'tpl_1',
    slug: 'questions-and-answers',
    name: 'Questions and answers',
    description: 'Answers a question from your notebooks and cites where the answer stands.',
    useCase: 'knowledge',
    kind: 'QA',
    needsLanguageModel: false,
    example: {
      input: { question: 'When do customers get their money back?' },
      answer: 'Customers get their money back within 14 days of the return. [1]',
    },
    spec: { instructions: 'Answer from the passages only.', inputs: inputs({ question: { title: 'Question' } }) },
    requirements: [],
  },
  {
    id: 'tpl_2',
    slug: 'support-triage',
    name: 'Support triage',
    description: 'Sorts a support request by urgency and area, and drafts the first answer from your handbook.',
    useCase: 'support',
    kind: 'PRODUCER',
    needsLanguageModel: true,
    example: {
      input: { request: 'Since this morning nobody in our Lyon office can sign in. Error 1042.' },
      answer:
        '# Sign-in fails in Lyon\n\n| Field | Value |\n| --- | --- |\n| Urgency | P1 outage |\n| Area | Sign-in |\n',
    },
    spec: {
      instructions: 'Triage a support request.',
      inputs: inputs({ request: { title: 'Request of the customer' } }),
      knowledge: { handbook: { notebook: 'support-handbook' } },
      produces: {
        artifacts: { ticket: { name: 'Triage', format: 'MARKDOWN' }, fields: { name: 'Ticket fields', format: 'CSV' } },
        sections: [{ title: 'Assessment' }, { title: 'Draft answer' }],
      },
    },
    requirements: [needs('support-handbook')],
  },
];

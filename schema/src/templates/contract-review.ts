import { producerTemplate } from './producer-template.ts';

export const contractReview = producerTemplate({
  slug: 'contract-review',
  name: 'Contract review',
  useCase: 'legal',
  description: 'Compares a contract with your playbook and lists the deviations by risk. No legal advice.',
  instructions:
    'Review the contract text against the playbook in the passages. For each clause that deviates, quote it, name the rule with its citation, ' +
    'rate the risk high, medium or low, and propose wording. This is preparation for a lawyer and no legal advice; say so in the summary.',
  inputs: {
    contract: { type: 'string', title: 'Text of the contract', minLength: 1, maxLength: 60_000 },
    party: { type: 'string', title: 'Our role, such as customer or supplier', minLength: 1, maxLength: 200 },
  },
  knowledge: { playbook: { notebook: 'contract-playbook', topK: 12 } },
  produces: {
    artifacts: {
      review: { name: 'Contract review', format: 'DOCX' },
    },
    titlePage: true,
    tone: 'sober and exact',
    sections: [
      { title: 'Overview', about: 'Parties, subject, term, value.' },
      { title: 'Deviations', about: 'A table: clause, what it says, rule, risk, proposed wording.' },
      { title: 'Open questions', about: 'What the text leaves open.' },
    ],
  },
  example: {
    input: {
      contract: '5.1 The supplier is liable without limit. 9.2 Payment within 90 days.',
      party: 'supplier',
    },
    answer: [
      '# Review of the supply contract',
      '',
      'Two deviations, one of high risk. Preparation for a lawyer, no legal advice.',
      '',
      '## Overview',
      '',
      'A supply contract; two clauses were given. Parties and term are not in the text.',
      '',
      '## Deviations',
      '',
      '**Deviations**',
      '',
      '| Clause | What it says | Rule | Risk | Proposed wording |',
      '| --- | --- | --- | --- | --- |',
      '| 5.1 | Unlimited liability | Liability up to the yearly fee [1] | high | The supplier is liable up to the fee of one year. |',
      '| 9.2 | Payment within 90 days | 30 days, 60 at most [1] | medium | Payment within 30 days. |',
      '',
      '## Open questions',
      '',
      '- Which law governs the contract?',
      '',
      '## Sources',
      '',
      '- [1] Contract playbook, page 2',
    ],
  },
});

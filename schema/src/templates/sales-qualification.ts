import { producerTemplate } from './producer-template.ts';

export const salesQualification = producerTemplate({
  slug: 'sales-qualification',
  name: 'Sales qualification',
  useCase: 'sales',
  description: 'Judges a lead by budget, authority, need and timing, and says what to ask next.',
  instructions:
    'Qualify a sales lead from the notes. Judge budget, authority, need and timing, each with what the notes say and how sure that is. ' +
    'Never make up facts about the company: what the notes do not say is an open question.',
  inputs: {
    company: { type: 'string', title: 'Company', minLength: 1, maxLength: 200 },
    notes: { type: 'string', title: 'Notes of calls and mails', minLength: 1, maxLength: 60_000 },
  },
  produces: {
    artifacts: {
      report: { name: 'Qualification of {{ inputs.company }}', format: 'DOCX' },
      scores: { name: 'Scores of {{ inputs.company }}', format: 'XLSX' },
    },
    titlePage: false,
    tone: 'factual and brief',
    sections: [
      { title: 'Verdict', about: 'Qualified, not yet, or no, and why in two sentences.' },
      {
        title: 'Scores',
        about: 'A table of budget, authority, need and timing: score 0 to 5, what the notes say, open question.',
      },
      { title: 'Next steps', about: 'At most five, with who does them.' },
    ],
  },
  example: {
    input: {
      company: 'Nordlicht GmbH',
      notes:
        'Call on 3 March with Ms. Weber, head of logistics. They lose two days a month on freight claims. Budget round is in May. She decides together with finance.',
    },
    answer: [
      '# Nordlicht GmbH: worth pursuing',
      '',
      'Need is clear; budget is decided in May.',
      '',
      '## Verdict',
      '',
      'Not yet qualified. The need is real and owned by the person who called; money is decided in May.',
      '',
      '## Scores',
      '',
      '**Scores**',
      '',
      '| Criterion | Score | What the notes say | Open question |',
      '| --- | --- | --- | --- |',
      '| Budget | 2 | Budget round in May | What amount is planned? |',
      '| Authority | 3 | Decides together with finance | Who is it in finance? |',
      '| Need | 5 | Two days a month lost on claims | — |',
      '| Timing | 3 | After May | Is there a date? |',
      '',
      '## Next steps',
      '',
      '1. Send Ms. Weber a calculation of two days a month',
      '2. Ask for the contact in finance before May',
    ],
  },
});

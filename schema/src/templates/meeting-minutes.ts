import { producerTemplate } from './producer-template.ts';

export const meetingMinutes = producerTemplate({
  slug: 'meeting-minutes',
  name: 'Meeting minutes',
  useCase: 'operations',
  description: 'Turns notes or a transcript into minutes with decisions and actions.',
  instructions:
    'Write the minutes of a meeting from its notes or transcript. Separate what was decided from what was discussed. ' +
    'Each action has an owner and a date when the notes name them; else write "open". Add nothing that was not said.',
  inputs: {
    title: { type: 'string', title: 'Meeting', minLength: 1, maxLength: 200 },
    notes: { type: 'string', title: 'Notes or transcript', minLength: 1, maxLength: 60_000 },
  },
  produces: {
    artifacts: {
      minutes: { name: 'Minutes of {{ inputs.title }}', format: 'DOCX' },
      actions: { name: 'Actions of {{ inputs.title }}', format: 'CSV' },
    },
    titlePage: false,
    tone: 'neutral',
    sections: [
      { title: 'Decisions', about: 'A list.' },
      { title: 'Discussion', about: 'By topic.' },
      { title: 'Actions', about: 'A table: action, owner, due.' },
    ],
  },
  example: {
    input: {
      title: 'Release planning',
      notes: 'Ana: we ship on the 12th. Agreed. Ben checks the migration by Friday. Docs: nobody took it.',
    },
    answer: [
      '# Release planning',
      '',
      'Ship on the 12th.',
      '',
      '## Decisions',
      '',
      '- The release ships on the 12th.',
      '',
      '## Discussion',
      '',
      'Documentation was named; nobody took it.',
      '',
      '## Actions',
      '',
      '**Actions**',
      '',
      '| Action | Owner | Due |',
      '| --- | --- | --- |',
      '| Check the migration | Ben | Friday |',
      '| Documentation | open | open |',
    ],
  },
});

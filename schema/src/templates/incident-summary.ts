import { producerTemplate } from './producer-template.ts';

export const incidentSummary = producerTemplate({
  slug: 'incident-summary',
  name: 'Incident summary',
  useCase: 'operations',
  description: 'Makes a blameless summary of an incident from logs and chat.',
  instructions:
    'Summarize an incident from the material. Blameless: name roles and systems, never guilt. The timeline has a time for each line of it, ' +
    'as the material gives it. Mark what is a guess as a guess.',
  inputs: {
    incident: { type: 'string', title: 'Name of the incident', minLength: 1, maxLength: 200 },
    material: { type: 'string', title: 'Logs, alerts and chat', minLength: 1, maxLength: 60_000 },
  },
  produces: {
    artifacts: {
      summary: { name: 'Incident {{ inputs.incident }}', format: 'MARKDOWN' },
      page: { name: 'Incident {{ inputs.incident }}', format: 'HTML' },
    },
    titlePage: false,
    tone: 'blameless and concrete',
    sections: [
      { title: 'Impact', about: 'Who noticed what, how long.' },
      { title: 'Timeline', about: 'A table: time, what happened.' },
      { title: 'Cause', about: 'Known facts, then guesses.' },
      { title: 'Actions', about: 'What prevents it, with owner.' },
    ],
  },
  example: {
    input: {
      incident: 'Queue stuck',
      material:
        '09:02 alert: queue depth 40k. 09:10 on-call restarts the consumer. 09:15 depth falls. Guess: a bad message.',
    },
    answer: [
      '# Queue stuck for thirteen minutes',
      '',
      'Messages were late by up to thirteen minutes.',
      '',
      '## Impact',
      '',
      'Messages were late from 09:02 to 09:15.',
      '',
      '## Timeline',
      '',
      '**Timeline**',
      '',
      '| Time | What happened |',
      '| --- | --- |',
      '| 09:02 | Alert: queue depth 40k |',
      '| 09:10 | On-call restarts the consumer |',
      '| 09:15 | Depth falls |',
      '',
      '## Cause',
      '',
      'Known: the consumer did not take messages. Guess: one bad message blocked it.',
      '',
      '## Actions',
      '',
      '- Put bad messages aside after three tries (owner: open)',
    ],
  },
});

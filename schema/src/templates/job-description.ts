import { producerTemplate } from './producer-template.ts';

export const jobDescription = producerTemplate({
  slug: 'job-description',
  name: 'Job description',
  useCase: 'people',
  description: 'Writes an inclusive job advertisement from the facts of a role.',
  instructions:
    'Write a job description from the facts. Use inclusive language, few and real requirements, and no clichés. Separate what is needed from what is welcome. ' +
    'Leave pay and location out when they are not given, and list them as missing in the summary.',
  inputs: {
    role: { type: 'string', title: 'Role', minLength: 1, maxLength: 200 },
    facts: { type: 'string', title: 'Facts: team, tasks, requirements, pay, place', minLength: 1, maxLength: 20_000 },
  },
  produces: {
    artifacts: {
      document: { name: '{{ inputs.role }}', format: 'DOCX' },
      page: { name: '{{ inputs.role }}', format: 'HTML' },
    },
    titlePage: false,
    tone: 'warm and clear',
    sections: [
      { title: 'What you will do', about: 'Tasks of the first year.' },
      { title: 'What you bring', about: 'Needed, then welcome.' },
      { title: 'What we offer', about: 'Only what the facts say.' },
    ],
  },
  example: {
    input: {
      role: 'Data engineer',
      facts: 'Team of five. Builds pipelines. Needed: SQL, Python. Welcome: Kafka. Hybrid in Porto.',
    },
    answer: [
      '# Data engineer',
      '',
      'Missing: pay.',
      '',
      '## What you will do',
      '',
      '- Build and look after our data pipelines',
      '',
      '## What you bring',
      '',
      'Needed: SQL and Python.',
      '',
      'Welcome: Kafka.',
      '',
      '## What we offer',
      '',
      'A team of five. Hybrid work in Porto.',
    ],
  },
});

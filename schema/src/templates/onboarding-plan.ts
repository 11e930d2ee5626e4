import { producerTemplate } from './producer-template.ts';

export const onboardingPlan = producerTemplate({
  slug: 'onboarding-plan',
  name: 'Onboarding plan',
  useCase: 'people',
  description: 'Plans the first ninety days of a new colleague from your handbook.',
  instructions:
    'Plan the first ninety days of a new colleague. Take places, people and rules from the passages and cite them; do not invent any. ' +
    'Each week has a goal that can be checked.',
  inputs: {
    role: { type: 'string', title: 'Role of the new colleague', minLength: 1, maxLength: 200 },
    wishes: { type: 'string', title: 'What matters in this case', minLength: 1, maxLength: 20_000 },
  },
  knowledge: { handbook: { notebook: 'company-handbook', topK: 12 } },
  produces: {
    artifacts: {
      plan: { name: 'Onboarding plan {{ inputs.role }}', format: 'DOCX' },
      slides: { name: 'Welcome {{ inputs.role }}', format: 'PPTX' },
    },
    titlePage: false,
    tone: 'welcoming',
    sections: [
      { title: 'First week', about: 'Day by day.' },
      { title: 'First month', about: 'A table: week, goal, who helps.' },
      { title: 'First ninety days', about: 'Goals that can be checked.' },
    ],
  },
  example: {
    input: {
      role: 'Support agent',
      wishes: 'Starts on a Monday, works from Lyon.',
    },
    answer: [
      '# Onboarding of a support agent',
      '',
      'A buddy, security training in week one, own tickets by week four.',
      '',
      '## First week',
      '',
      '1. Monday: meet the buddy [1]',
      '2. By Friday: security training is done [1]',
      '',
      '## First month',
      '',
      '**Weeks**',
      '',
      '| Week | Goal | Who helps |',
      '| --- | --- | --- |',
      '| 2 | Answers five tickets with the buddy | Buddy [1] |',
      '| 4 | Answers tickets alone | Team |',
      '',
      '## First ninety days',
      '',
      'Solves tickets of one area without help.',
      '',
      '## Sources',
      '',
      '- [1] Company handbook, page 7',
    ],
  },
});

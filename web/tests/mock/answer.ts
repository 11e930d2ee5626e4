import { TEXT, passage } from './knowledge.ts';

// One answer with its citations.

export const citations = [
  {
    number: 1,
    passage,
    passageId: 'psg_1',
    documentTitle: 'Refund policy 2026',
    page: 4,
    startOffset: 1200 + 134,
    endOffset: 1200 + 189,
    quote: 'The window of 30 days begins on the day of delivery.',
  },
  {
    number: 2,
    passage,
    passageId: 'psg_1',
    documentTitle: 'Refund policy 2026',
    page: 4,
    startOffset: 1200,
    endOffset: 1330,
    quote: TEXT.slice(0, 130),
  },
  {
    number: 3,
    passage: null,
    passageId: 'psg_3',
    documentTitle: 'Warranty and repair',
    page: null,
    startOffset: 0,
    endOffset: 10,
    quote: 'Faulty items are repaired or replaced at no cost for two years.',
  },
];

export const ANSWER =
  'Not in full. Order 48213 was delivered on 19 October, so the 30-day window closed on 18 November [1].\n\nTwo things still apply:\n\n- An opened item that is complete and in its box may come back until day 45 for a **15 % fee** [2]. For this order that is €214.50 back, €37.85 kept.\n- If the headphones are faulty, the warranty covers them at no cost, whatever the day [3].';

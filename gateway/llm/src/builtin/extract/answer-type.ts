import type { QuestionTerm, TextTerms } from './terms.ts';
import { matchOf, questionTerms } from './terms.ts';

const NUMBER_WORD =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|once|twice|several|few';
const NUMBER = new RegExp(String.raw`\d|\b(?:${NUMBER_WORD})\b`, 'i');
const MONEY =
  /[€$£¥]|\b(?:eur|euros?|usd|dollars?|gbp|pounds?|cents?|chf)\b|\d\s?(?:%|percent)|\bfree\b|\bno (?:extra )?charge\b/i;
const UNIT = '(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|quarters?)';
const DURATION = new RegExp(String.raw`(?:\d|\b(?:${NUMBER_WORD}|a|an|another)\b)[\s-]+(?:[\w-]+\s+){0,2}${UNIT}`, 'i');
const INSTANT = new RegExp(
  String.raw`\b(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:am|pm|o'clock)|noon|midnight|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|immediately|at once|same day|next day|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2}|(?:end|beginning|start|middle) of)\b`,
  'i',
);
const EMAIL = /[\w.+-]+@[\w-]+\.\w/;
const PHONE = /(?:\+|\b0)\d[\d\s()/-]{5,}\d|\bextension \d+/i;

/** Says whether a sentence can hold the kind of thing that was asked for. */
export type AnswerType = (sentence: string, terms: TextTerms) => boolean;

const TYPES: readonly { readonly question: RegExp; readonly fits: AnswerType }[] = [
  { question: /\b(?:e-?mail address|which e-?mail)\b/i, fits: (sentence) => EMAIL.test(sentence) },
  { question: /\b(?:phone|telephone) number\b/i, fits: (sentence) => PHONE.test(sentence) },
  {
    question: /\bhow (?:long|soon|quickly|fast|often)\b/i,
    fits: (sentence) =>
      DURATION.test(sentence) ||
      INSTANT.test(sentence) ||
      /\b(?:daily|weekly|monthly|yearly|annually|quarterly|every)\b/i.test(sentence),
  },
  {
    question:
      /\bhow much\b.*\b(?:cost|pay|charge|price)|\b(?:what|how much)\b.*\b(?:cost|price|fee|salary|budget)\b|\bhow expensive\b/i,
    fits: (sentence) => MONEY.test(sentence),
  },
  {
    question: /\bhow (?:much|many|old|far|large|big|heavy|tall|high)\b|\bwhat (?:percentage|number)\b/i,
    fits: (sentence) => NUMBER.test(sentence),
  },
  {
    question: /^(?:and\s+)?(?:(?:by|since|until|from) )?when\b|\bwhat time\b|\bwhat date\b|\bby when\b|\bdeadline\b/i,
    fits: (sentence) => INSTANT.test(sentence) || DURATION.test(sentence),
  },
];

/** Null = any sentence can be an answer. */
export function answerTypeOf(question: string): AnswerType | null {
  const type = TYPES.find((entry) => entry.question.test(question));
  const counted = countedNoun(question);
  if (type === undefined) return null;
  return counted === null ? type.fits : (sentence, terms) => type.fits(sentence, terms) && matchOf(counted, terms) > 0;
}

/** The noun of "how many …": the sentence with the number must name what it counts. */
function countedNoun(question: string): QuestionTerm | null {
  const after = /\bhow many\s+(.+)/i.exec(question)?.[1];
  if (after === undefined) return null;
  const phrase =
    after.split(/\b(?:do|does|did|is|are|was|were|can|may|must|should|will|would|have|has)\b|[?,]/)[0] ?? '';
  return questionTerms(phrase).findLast(({ weight }) => weight === 1) ?? null;
}

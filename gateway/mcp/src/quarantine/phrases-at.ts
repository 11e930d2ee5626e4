import type { PlainRule } from './finding.ts';

/** Where a phrase is. */
export interface Phrase {
  readonly rule: PlainRule;
  readonly offset: number;
  readonly length: number;
}

/**
 * Every gap is bounded and no quantifier holds another one, so that a text costs time in proportion to its length. Words come
 * in the spelling that `readableText` gives them.
 */
const PATTERNS: readonly (readonly [PlainRule, RegExp])[] = [
  [
    'INSTRUCTION_OVERRIDE',
    /\b(?:ignore|disregard|forget|override|bypass|discard)\s{1,5}(?:(?:all|any|the|your|of|every|each|these|those|my|other|everything)\s{1,5}){0,4}(?:previous|prior|preceding|above|earlier|foregoing|existing|original|initial|system)\s{1,5}(?:\w{1,20}\s{1,5})?(?:instruction|prompt|direction|directive|guideline|rule|command|messages|conversation|context|training|programming)s?\b/giu,
  ],
  [
    'INSTRUCTION_OVERRIDE',
    /\b(?:your|the) (?:new|real|actual|true|updated) (?:task|instructions?|goal|objective|system prompt) (?:is|are)\b[^\n.]{0,10}\b(?:to|now|as follows)\b/giu,
  ],
  [
    'MODEL_ADDRESSED',
    /\byou (?:must|should|shall|need to|have to|are required to) (?:now|immediately|next|instead) (?:call|invoke|run|execute|use|send|read|open|reply|respond|answer)\b/giu,
  ],
  [
    'MODEL_ADDRESSED',
    /\b(?:do not|don't|don’t|never|without) (?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|disclose|disclosing|alert|alerting)\b[^\n.]{0,40}\bthe (?:user|human|operator)\b/giu,
  ],
  [
    'MODEL_ADDRESSED',
    /\b(?:attention|note|notice|message|instructions?|important|warning)(?: to| for|:|,){1,2}\s{1,3}(?:all |any |the |every ){0,2}(?:ai|llm|language model|chatbot) ?(?:assistants?|agents?|models?|systems?)?\b/giu,
  ],
  [
    'MODEL_ADDRESSED',
    /\b(?:if you are|as) an? (?:ai|llm|large language model|language model)\b[^\n.]{0,30}\byou (?:must|should|will|shall|have to)\b/giu,
  ],
  ['MODEL_ADDRESSED', /\byou are now (?:an? )?(?:unrestricted|jailbroken|dan\b|evil|free of)/giu],
  ['INSTRUCTION_TAG', /<\/?(?:IMPORTANT|SYSTEM|INSTRUCTIONS?|CRITICAL|SECRET|ADMIN)(?: [^<>\n]{0,80})?>/gu],
  ['INSTRUCTION_TAG', /<(?:system-reminder|system[_-]prompt|assistant[_-]instructions?|hidden[_-]instructions?)>/giu],
  [
    'CHAT_TEMPLATE_TOKEN',
    /<\|(?:im_start|start_header_id|header_start|role)\|>\s{0,3}(?:system|user|assistant|developer|tool|ipython)\b/giu,
  ],
  ['CHAT_TEMPLATE_TOKEN', /<\|(?:system|user|assistant|channel|start)\|>(?=[\s\w])/giu],
  ['CHAT_TEMPLATE_TOKEN', /<start_of_turn>\s{0,3}(?:user|model|system)\b|<<SYS>>|\[INST\] |<｜(?:User|Assistant)｜>/gu],
  ['CHAT_TEMPLATE_TOKEN', /\n\n(?:Human|User): [^\n]{1,2000}\n\nAssistant:/gu],
  [
    'SECRET_REQUEST',
    /\b(?:read|open|cat|fetch|access|load|include)\b[^\n]{0,60}(?:~\/\.ssh\b|\bid_rsa\b|\bid_ed25519\b|\.cursor\/mcp\.json|\.aws\/credentials|\.kube\/config|\/etc\/shadow)[^\n]{0,120}\b(?:pass|send|include|provide|append|put|post|upload|reply)\b/giu,
  ],
  [
    'SECRET_REQUEST',
    /\b(?:send|post|forward|upload|e-?mail|exfiltrate|transmit|leak|submit)\b[^\n.]{0,60}\b(?:this conversation|the (?:whole |entire |full )?(?:conversation|chat|chat history|system prompt)|your (?:system prompt|instructions|credentials|secrets|environment variables)|the user's (?:data|secrets|credentials|password))\b[^\n.]{0,60}\b(?:to|at|via)\b/giu,
  ],
];
const QUOTES = '"\'`“‘«„';
const CLOSING = /["'`”’»“]/u;

/**
 * The first phrase of each rule that reads as if it were meant for a model. Words that stand in quotation marks of their own are a
 * quotation: an article about such phrases is no attack.
 */
export function phrasesAt(text: string): readonly Phrase[] {
  const found = new Map<PlainRule, Phrase>();
  for (const [rule, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const phrase = { rule, offset: match.index, length: match[0].length };
      if (rule !== 'CHAT_TEMPLATE_TOKEN' && isQuoted(text, phrase)) continue;
      const before = found.get(rule);
      if (before === undefined || before.offset > phrase.offset) found.set(rule, phrase);
      break;
    }
  }
  return [...found.values()];
}

function isQuoted(text: string, { offset, length }: Phrase): boolean {
  const before = text[offset - 1];
  if (before === undefined || !QUOTES.includes(before)) return false;
  return CLOSING.test(text.slice(offset + length, offset + length + 24));
}

import type { PlainRule } from './finding.ts';
import type { Sequence } from './near.ts';

export interface Pattern {
  readonly rule: PlainRule;
  /** One of these is in every text that has it: looked for first, because it costs next to nothing. */
  readonly words: readonly string[];
  readonly find: RegExp | Sequence;
  /** Large and small letters differ. */
  readonly isExact?: true;
}

/** Of the model itself, as it is spoken to. */
const MODEL = String.raw`(?:(?:ai|a\.i\.) (?:assistants?|agents?|models?|systems?)|llms?|(?:large )?language models?|chatbots?)`;

/**
 * Every gap is bounded and no quantifier holds another one, so that a text costs time in proportion to its length. Words come
 * in the spelling that `readableText` gives them, in small letters unless they are exact.
 */
export const PATTERNS: readonly Pattern[] = [
  {
    rule: 'INSTRUCTION_OVERRIDE',
    words: ['ignore', 'disregard', 'forget', 'override', 'bypass', 'discard'],
    find: /\b(?:ignore|disregard|forget|override|bypass|discard)\s{1,5}(?:(?:all|any|the|your|of|every|each|these|those|my|other|everything)\s{1,5}){0,4}(?:previous|prior|preceding|above|earlier|foregoing|existing|original|initial|system)\s{1,5}(?:\w{1,20}\s{1,5})?(?:instruction|prompt|direction|directive|guideline|rule|command|messages|conversation|context|training|programming)s?\b/gu,
  },
  {
    rule: 'INSTRUCTION_OVERRIDE',
    words: [' task ', ' instruction', ' goal ', ' objective ', ' system prompt '],
    find: /\b(?:your|the) (?:new|real|actual|true|updated) (?:task|instructions?|goal|objective|system prompt) (?:is|are)\b[^\n.]{0,10}\b(?:to|now|as follows)\b/gu,
  },
  {
    rule: 'MODEL_ADDRESSED',
    words: [' now ', ' immediately ', ' next ', ' instead '],
    find: /\byou (?:must|should|shall|need to|have to|are required to) (?:now|immediately|next|instead) (?:call|invoke|run|execute|use|send|read|open|reply|respond|answer)\b/gu,
  },
  {
    rule: 'MODEL_ADDRESSED',
    words: ['the user', 'the human', 'the operator'],
    find: {
      steps: [
        /\b(?:do not|don't|don’t|never|without) (?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|disclose|disclosing|alert|alerting)\b/gu,
        /\bthe (?:user|human|operator)\b/gu,
      ],
      gaps: [40],
      barrier: '\n.',
    },
  },
  {
    rule: 'MODEL_ADDRESSED',
    words: [' ai ', ' llm', 'language model', 'chatbot'],
    find: new RegExp(
      String.raw`\b(?:attention|note|notice|message|instructions?|important|warning) (?:to|for):?\s{1,3}(?:all |any |the |every ){0,2}${MODEL}\b`,
      'gu',
    ),
  },
  {
    // "Note: AI-generated text …" speaks about models, not to them.
    rule: 'MODEL_ADDRESSED',
    words: [' ai ', ' llm', 'language model', 'chatbot'],
    find: new RegExp(
      String.raw`\b(?:attention|note|notice|message|instructions?|important|warning)[:,]\s{1,3}(?:all |any |the |every ){0,2}${MODEL}[^\n.]{0,30}\b(?:you (?:must|should|shall|need|have|are)|please|ignore|disregard)\b`,
      'gu',
    ),
  },
  {
    rule: 'MODEL_ADDRESSED',
    words: ['llm', 'language model', 'an ai'],
    find: /\b(?:if you are|as) an? (?:ai|llm|large language model|language model)\b[^\n.]{0,30}\byou (?:must|should|will|shall|have to)\b/gu,
  },
  {
    rule: 'MODEL_ADDRESSED',
    words: ['you are now '],
    find: /\byou are now (?:an? )?(?:unrestricted|jailbroken|dan\b|evil|free of)/gu,
  },
  {
    rule: 'INSTRUCTION_TAG',
    words: ['<IMP', '<SYS', '<INS', '<CRI', '<SEC', '<ADM', '</IMP', '</SYS', '</INS', '</CRI', '</SEC', '</ADM'],
    find: /<\/?(?:IMPORTANT|SYSTEM|INSTRUCTIONS?|CRITICAL|SECRET|ADMIN)(?: [^<>\n]{0,80})?>/gu,
    isExact: true,
  },
  {
    rule: 'INSTRUCTION_TAG',
    words: ['<system', '<assistant', '<hidden'],
    find: /<(?:system-reminder|system[_-]prompt|assistant[_-]instructions?|hidden[_-]instructions?)>/gu,
  },
  {
    rule: 'CHAT_TEMPLATE_TOKEN',
    words: ['<|'],
    find: /<\|(?:im_start|start_header_id|header_start|role)\|>\s{0,3}(?:system|user|assistant|developer|tool|ipython)\b/gu,
  },
  {
    rule: 'CHAT_TEMPLATE_TOKEN',
    words: ['<|'],
    find: /<\|(?:system|user|assistant|channel|start)\|>(?=[\s\w])/gu,
  },
  {
    rule: 'CHAT_TEMPLATE_TOKEN',
    words: ['<start_of_turn>', '<<SYS>>', '[INST] ', '<｜', '<|User|>', '<|Assistant|>'],
    find: /<start_of_turn>\s{0,3}(?:user|model|system)\b|<<SYS>>|\[INST\] |<[｜|](?:User|Assistant)[｜|]>/gu,
    isExact: true,
  },
  {
    rule: 'CHAT_TEMPLATE_TOKEN',
    words: ['\n\nAssistant:'],
    find: /\n\n(?:Human|User): [^\n]{1,2000}\n\nAssistant:/gu,
    isExact: true,
  },
  {
    rule: 'SECRET_REQUEST',
    words: ['~/.ssh', 'id_rsa', 'id_ed25519', '.cursor/mcp.json', '.aws/credentials', '.kube/config', '/etc/shadow'],
    find: {
      steps: [
        /\b(?:read|open|cat|fetch|access|load|include)\b/gu,
        /~\/\.ssh\b|\bid_rsa\b|\bid_ed25519\b|\.cursor\/mcp\.json|\.aws\/credentials|\.kube\/config|\/etc\/shadow/gu,
        /\b(?:pass|send|include|provide|append|put|post|upload|reply)\b/gu,
      ],
      gaps: [60, 120],
      barrier: '\n',
    },
  },
  {
    rule: 'SECRET_REQUEST',
    words: ['conversation', ' chat', 'system prompt', 'your ', "the user's "],
    find: {
      steps: [
        /\b(?:send|post|forward|upload|e-?mail|exfiltrate|transmit|leak|submit)\b/gu,
        /\b(?:this conversation|the (?:whole |entire |full )?(?:conversation|chat|chat history|system prompt)|your (?:system prompt|instructions|credentials|secrets|environment variables)|the user's (?:data|secrets|credentials|password))\b/gu,
        /\b(?:to|at|via)\b/gu,
      ],
      gaps: [60, 60],
      barrier: '\n.',
    },
  },
];

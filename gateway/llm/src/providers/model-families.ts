import type { ModelCapability } from './provider-adapter.ts';

export interface ModelFamily {
  readonly pattern: RegExp;
  readonly capabilities: readonly ModelCapability[];
}

const CHAT = ['CHAT', 'TOOLS', 'JSON_SCHEMA'] as const;
const SEEING = [...CHAT, 'VISION'] as const;
const REASONING = [...SEEING, 'REASONING'] as const;

/** By the name of a model, whoever serves it; the first match counts. Vendors' own lists and an administrator's word win over it. */
export const MODEL_FAMILIES: readonly ModelFamily[] = [
  { pattern: /embed|(?:^|[/-])(?:bge|e5|gte)-|minilm/i, capabilities: ['EMBEDDINGS'] },
  { pattern: /whisper|transcri|voxtral/i, capabilities: ['TRANSCRIPTION'] },
  { pattern: /(?:^|[/-])tts|[/-]tts|speech|playai/i, capabilities: ['SPEECH'] },
  { pattern: /dall-e|gpt-image|imagen|flux|stable-diffusion|flash-image/i, capabilities: ['IMAGES'] },
  { pattern: /moderation|rerank|guard|realtime|sora|veo-|-ocr/i, capabilities: [] },
  { pattern: /(?:^|\/)gpt-3\.5|(?:^|\/)gpt-4-(?:0613|turbo)|(?:^|\/)gpt-4$/, capabilities: ['CHAT', 'TOOLS'] },
  { pattern: /(?:^|\/)(?:o\d|gpt-[5-9])/, capabilities: REASONING },
  { pattern: /(?:^|\/)gpt-4/, capabilities: SEEING },
  { pattern: /claude-3(?!-7)/, capabilities: ['CHAT', 'TOOLS', 'VISION'] },
  { pattern: /claude-(?:3-7|(?:opus|sonnet)-4-\d{6})/, capabilities: ['CHAT', 'TOOLS', 'VISION', 'REASONING'] },
  { pattern: /claude/, capabilities: REASONING },
  { pattern: /gemini-(?:1|2\.0)/, capabilities: SEEING },
  { pattern: /gemini/, capabilities: REASONING },
  { pattern: /(?:^|[/-])vl(?:-|\d|:|$)|-vl|vision|llava|pixtral|gemma-?3|llama-?4|moondream/i, capabilities: SEEING },
  { pattern: /deepseek-r|qwq|magistral|gpt-oss|thinking|reason/i, capabilities: [...CHAT, 'REASONING'] },
];

import type { ModelCapability } from '../../gql/graphql.ts';

/** What a model can do, in words. */
export const CAPABILITIES: readonly { value: ModelCapability; label: string }[] = [
  { value: 'CHAT', label: 'chat' },
  { value: 'TOOLS', label: 'tools' },
  { value: 'JSON_SCHEMA', label: 'JSON schema' },
  { value: 'REASONING', label: 'reasoning' },
  { value: 'VISION', label: 'vision' },
  { value: 'EMBEDDINGS', label: 'embeddings' },
  { value: 'IMAGES', label: 'images' },
  { value: 'SPEECH', label: 'speech' },
  { value: 'TRANSCRIPTION', label: 'transcription' },
];

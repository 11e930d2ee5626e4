import type { JsonRecord } from '../../../json/is-record.ts';

/** Fields of an endpoint beside its address, by what they hold. */
export interface ProtocolField {
  name: string;
  label: string;
  hint?: string;
  /** @default text */
  kind?: 'text' | 'area' | 'method';
}

export interface Protocol {
  value: string;
  label: string;
  /** What the address is. */
  address: string;
  example: string;
  type: 'EXTERNAL_API' | 'LEGACY';
  fields: readonly ProtocolField[];
  /** What a new agent begins with. */
  start: JsonRecord;
}

const METHOD: ProtocolField = { name: 'method', label: 'Method', kind: 'method' };

/** Programs run only where an operator allows them, so they are set up on the Expert tab. */
export const PROTOCOLS: readonly Protocol[] = [
  {
    value: 'rest',
    label: 'REST (JSON)',
    address: 'Address that is called; {name} in its path is filled in',
    example: 'https://api.example.com/ask',
    type: 'EXTERNAL_API',
    fields: [METHOD],
    start: {},
  },
  {
    value: 'openai',
    label: 'OpenAI-compatible',
    address: 'Address before /chat/completions',
    example: 'https://agent.example.com/v1',
    type: 'EXTERNAL_API',
    fields: [{ name: 'model', label: 'Model', hint: 'As the other system calls it.' }],
    start: { model: 'agent' },
  },
  {
    value: 'a2a',
    label: 'A2A 1.0',
    address: 'Address before /.well-known/agent-card.json',
    example: 'https://agents.example.com/helper',
    type: 'EXTERNAL_API',
    fields: [],
    start: {},
  },
  {
    value: 'graphql',
    label: 'GraphQL',
    address: 'Address of the API',
    example: 'https://api.example.com/graphql',
    type: 'EXTERNAL_API',
    fields: [{ name: 'document', label: 'Operation', kind: 'area' }],
    start: { document: 'query ($question: String!) { answer(question: $question) }' },
  },
  {
    value: 'soap',
    label: 'SOAP',
    address: 'Address of the service',
    example: 'https://erp.example.com/orders',
    type: 'LEGACY',
    fields: [
      { name: 'namespace', label: 'Namespace', hint: 'targetNamespace of the WSDL.' },
      { name: 'operation', label: 'Operation', hint: 'The element in the body, for example GetOrder.' },
      { name: 'action', label: 'SOAPAction', hint: 'Empty when the WSDL names none.' },
    ],
    start: { namespace: 'urn:example', operation: 'Ask' },
  },
  {
    value: 'xml',
    label: 'XML over HTTP',
    address: 'Address that is called; {name} in its path is filled in',
    example: 'https://erp.example.com/stock',
    type: 'LEGACY',
    fields: [METHOD],
    start: { method: 'GET' },
  },
  {
    value: 'csv',
    label: 'CSV over HTTP',
    address: 'Address that is called; {name} in its path is filled in',
    example: 'https://erp.example.com/prices.csv',
    type: 'LEGACY',
    fields: [METHOD],
    start: { method: 'GET' },
  },
];

export function protocolOf(value: unknown): Protocol | undefined {
  return PROTOCOLS.find((protocol) => protocol.value === value);
}

/** The specification of an agent that answers questions by calling an address. */
export function endpointSpec({ value, type, start }: Protocol, url: string, name: string): JsonRecord {
  return {
    specVersion: 1,
    type,
    kind: 'QA',
    instructions: `Answers by calling ${name}.`,
    inputs: {
      type: 'object',
      properties: { question: { type: 'string', title: 'Question' } },
      required: ['question'],
    },
    endpoint: { protocol: value, url, ...start },
  };
}

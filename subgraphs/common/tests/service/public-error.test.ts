import { execute, GraphQLFloat, GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createLogger, Long, NanoUsd, Timestamp } from '../../src/service/index.ts';
import { publicError } from '../../src/service/public-error.ts';

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      take: {
        type: GraphQLFloat,
        args: { cost: { type: NanoUsd }, at: { type: Timestamp }, bytes: { type: Long } },
        resolve: () => 1,
      },
      broken: { type: NanoUsd, resolve: () => 1.5 },
    },
  }),
});

async function errorOf(query: string, variableValues: Readonly<Record<string, unknown>> = {}) {
  const { errors } = await execute({ schema, document: parse(query), variableValues });
  return publicError(errors?.[0], { requestId: 'req_1', logger: createLogger('test', { level: 'silent' }) });
}

test.for([
  ['cost', 'NanoUsd', 1.5, 'expected an integer'],
  ['cost', 'NanoUsd', 9e30, 'expected an integer'],
  ['bytes', 'Long', '7', 'expected an integer'],
  ['at', 'Timestamp', 'yesterday', 'expected an instant like 2026-01-31T09:30:00.000Z, got "yesterday"'],
] as const)(
  'a variable %s of type %s that is %s is the mistake of the caller, who is told',
  async ([name, type, value, text]) => {
    const error = await errorOf(`query ($${name}: ${type}) { take(${name}: $${name}) }`, { [name]: value });
    expect(error).toMatchObject({
      message: expect.stringContaining(text),
      extensions: { code: 'BAD_USER_INPUT', retryable: false, requestId: 'req_1' },
    });
  },
);

test('what we cannot write into an answer is our mistake, and masked', async () => {
  expect(await errorOf('{ broken }')).toMatchObject({
    message: expect.stringContaining('Unexpected error'),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
});

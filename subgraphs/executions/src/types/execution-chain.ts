import { Field, Float, ObjectType } from 'type-graphql';
import type { ExecutionRecord } from '../db/records.ts';

/** Steps and summary are read when they are asked for (resolvers/execution-chain.ts). */
@ObjectType({ description: 'What the run did, in order.' })
export class ExecutionChain {
  record!: ExecutionRecord;

  @Field(() => String)
  traceId!: string;

  @Field(() => Float)
  totalDurationMs!: number;
}

import { connectionTypes, Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import { Citation } from './citation.ts';
import { MessageRole } from './enums.ts';

/** Its execution is read when it is asked for (resolvers/message.ts). */
@ObjectType()
export class Message {
  executionId!: string | null;

  position!: number;

  @Field(() => ID)
  id!: string;

  @Field(() => MessageRole)
  role!: 'USER' | 'ASSISTANT';

  @Field(() => String)
  text!: string;

  @Field(() => [Citation])
  citations!: readonly Citation[];

  @Field(() => Timestamp)
  createdAt!: string;
}

export const { Connection: MessageConnection } = connectionTypes('Message', () => Message);

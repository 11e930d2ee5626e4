import { Long, Timestamp, connectionTypes } from '@aether/common/service';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { DocumentStatus as DocumentStatusValue } from '../document-status.ts';
import { DocumentStatus } from './enums.ts';

@ObjectType({ description: 'Why processing stopped, and at which stage.' })
export class DocumentError {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => DocumentStatus)
  stage!: DocumentStatusValue;

  @Field(() => Boolean)
  retryable!: boolean;

  @Field(() => String, { nullable: true })
  hint!: string | null;
}

/** Fields that need more than the node are in resolvers/field/document-fields.ts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A source in a notebook; the same bytes again change nothing.' })
export class Document {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  mimeType!: string;

  @Field(() => Long)
  bytes!: number;

  @Field(() => String)
  sha256!: string;

  @Field(() => DocumentStatus)
  status!: DocumentStatusValue;

  @Field(() => Float, { description: 'Of the whole way, 0 to 1.' })
  progress!: number;

  @Field(() => Int, { nullable: true })
  pageCount!: number | null;

  @Field(() => Int)
  passageCount!: number;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  updatedAt!: string;
}

export const { Connection: DocumentConnection } = connectionTypes('Document', () => Document);

import { JSONValue, Timestamp, UserError } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import { Document } from './document.ts';
import { Notebook } from './notebook.ts';

@ObjectType()
export class NotebookPayload {
  @Field(() => Notebook, { nullable: true })
  notebook!: Notebook | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType({ description: 'Where to PUT the bytes, with which headers.' })
export class Upload {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  url!: string;

  @Field(() => JSONValue)
  headers!: Readonly<Record<string, string>>;

  @Field(() => Timestamp)
  expiresAt!: string;
}

@ObjectType({ description: '`existing` = a document with the same bytes; then nothing needs to be sent.' })
export class UploadPayload {
  @Field(() => Upload, { nullable: true })
  upload!: Upload | null;

  @Field(() => Document, { nullable: true })
  existing!: Document | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType()
export class DocumentPayload {
  @Field(() => Document, { nullable: true })
  document!: Document | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

@ObjectType({
  description: 'The newest state by id, coalesced; after a reconnect the list is read again. Null document = deleted.',
})
export class DocumentChange {
  @Field(() => ID)
  id!: string;

  @Field(() => Document, { nullable: true })
  document!: Document | null;
}

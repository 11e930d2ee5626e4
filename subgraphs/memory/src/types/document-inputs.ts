import { Long } from '@aether/common/service';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CreateUploadInput {
  @Field(() => ID)
  notebookId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  mimeType?: string | null;

  @Field(() => Long)
  bytes!: number;

  @Field(() => String, { nullable: true })
  sha256?: string | null;
}

@InputType({ description: 'Exactly one of `uploadId`, `text`.' })
export class AddDocumentInput {
  @Field(() => ID)
  notebookId!: string;

  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => ID, { nullable: true })
  uploadId?: string | null;

  @Field(() => String, { nullable: true })
  text?: string | null;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class ReprocessDocumentInput {
  @Field(() => ID)
  documentId!: string;

  @Field(() => String)
  idempotencyKey!: string;
}

@InputType()
export class DeleteDocumentInput {
  @Field(() => ID)
  documentId!: string;
}

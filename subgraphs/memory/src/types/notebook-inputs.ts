import { Field, ID, InputType, Int } from 'type-graphql';
import type { DocumentStatus as DocumentStatusValue } from '../document-status.ts';
import type { Visibility as VisibilityValue } from '../notebook-audience.ts';
import { DocumentStatus, NotebookRole, type NotebookRoleValue, Visibility } from './enums.ts';

@InputType()
export class NotebookFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => String, { nullable: true })
  domain?: string | null;

  @Field(() => Boolean, { nullable: true })
  ownedByViewer?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  writable?: boolean | null;
}

@InputType()
export class DocumentFilter {
  @Field(() => String, { nullable: true })
  search?: string | null;

  @Field(() => [DocumentStatus], { nullable: true })
  statuses?: readonly DocumentStatusValue[] | null;
}

@InputType()
export class CreateNotebookInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  slug?: string | null;

  @Field(() => String, { nullable: true })
  domain?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Visibility, { nullable: true, defaultValue: Visibility.PRIVATE })
  visibility?: VisibilityValue | null;

  @Field(() => ID, { nullable: true })
  embeddingModelId?: string | null;

  @Field(() => Int, { nullable: true })
  passageTokens?: number | null;

  @Field(() => Int, { nullable: true })
  overlapTokens?: number | null;
}

@InputType()
export class UpdateNotebookInput {
  @Field(() => ID)
  notebookId!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  domain?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => Visibility, { nullable: true })
  visibility?: VisibilityValue | null;

  @Field(() => Int, { nullable: true })
  passageTokens?: number | null;

  @Field(() => Int, { nullable: true })
  overlapTokens?: number | null;
}

@InputType()
export class DeleteNotebookInput {
  @Field(() => ID)
  notebookId!: string;
}

@InputType({ description: 'Null role = withdraw.' })
export class GrantNotebookAccessInput {
  @Field(() => ID)
  notebookId!: string;

  @Field(() => ID)
  userId!: string;

  @Field(() => NotebookRole, { nullable: true })
  role?: NotebookRoleValue | null;
}

import { Timestamp, connectionTypes } from '@aether/common/service';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Visibility as VisibilityValue } from '../notebook-audience.ts';
import { NotebookRole, type NotebookRoleValue, Visibility } from './enums.ts';
import { User } from './foreign.ts';

@ObjectType()
export class NotebookGrant {
  @Field(() => User, { nullable: true })
  user!: User | null;

  @Field(() => NotebookRole)
  role!: NotebookRoleValue;

  @Field(() => Timestamp)
  since!: string;
}

@ObjectType({ description: 'Sizes in tokens. A change takes effect when documents are processed again.' })
export class NotebookSettings {
  @Field(() => Int)
  passageTokens!: number;

  @Field(() => Int)
  overlapTokens!: number;
}

/** Fields that need more than the node are in resolvers/field/notebook-fields.ts. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A knowledge base. Its access rules are applied inside each search.' })
export class Notebook {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Unique in the tenant; a specification names it.' })
  slug!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  domain!: string | null;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => Visibility)
  visibility!: VisibilityValue;

  @Field(() => Int)
  documentCount!: number;

  @Field(() => Int)
  passageCount!: number;

  @Field(() => Timestamp)
  createdAt!: string;

  @Field(() => Timestamp)
  updatedAt!: string;
}

export const { Connection: NotebookConnection } = connectionTypes('Notebook', () => Notebook);

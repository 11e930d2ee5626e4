import { UserError } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import type { DraftRecord } from '../agent/draft.ts';
import { AgentDraft } from './agent-draft.ts';
import { DraftConflict } from './draft-conflict.ts';

@ObjectType()
export class AgentDraftPayload {
  @Field(() => AgentDraft, { nullable: true })
  draft!: DraftRecord | null;

  @Field(() => DraftConflict, { nullable: true })
  conflict!: DraftConflict | null;

  @Field(() => [UserError])
  userErrors!: readonly UserError[];
}

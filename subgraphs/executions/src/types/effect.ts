import { Timestamp } from '@aether/common/service';
import { Field, ID, ObjectType } from 'type-graphql';
import type { EffectState as State } from '../effects-of.ts';
import { EffectState, ToolEffect } from './enums.ts';
import { Tool } from './references.ts';

@ObjectType({ description: 'A call that may have changed something outside.' })
export class Effect {
  @Field(() => ID)
  stepId!: string;

  @Field(() => Tool, { nullable: true })
  tool!: Tool | null;

  @Field(() => ToolEffect)
  effect!: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';

  @Field(() => String, { nullable: true })
  idempotencyKey!: string | null;

  @Field(() => EffectState)
  state!: State;

  @Field(() => Timestamp)
  at!: string;
}

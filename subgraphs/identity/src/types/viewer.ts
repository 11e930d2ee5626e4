import { Timestamp } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Whoever sent this request: a person, or a service account (then `user` is null).' })
export class Viewer {
  @Field(() => [String], { description: 'Permissions after role and key scopes, as `<noun>:<verb>`.' })
  permissions!: readonly string[];

  @Field(() => Timestamp, { nullable: true, description: 'When the session or key ends; null = never.' })
  expiresAt!: string | null;
}

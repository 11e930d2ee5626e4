import { Timestamp } from '@aether/common/service';
import { Field, ObjectType } from 'type-graphql';
import { CollaborationRole } from '../market/collaboration.ts';
import { User } from './user.ts';

@ObjectType({ description: 'Somebody whom the owner lets work on an agent.' })
export class Collaborator {
  @Field(() => User, { nullable: true })
  user!: User | null;

  @Field(() => CollaborationRole)
  role!: CollaborationRole;

  @Field(() => Timestamp)
  since!: string;
}
